"""What is generated lands, and exactly the planted faults don't."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

from demo.dialects import COMPANY_FILE
from ingest.contracts import load_contracts
from ingest.landing import land
from ingest.store import RawStore
from settings.load import load_company
from tests.unit.demo.exported import Company


def test_exactly_the_planted_faults_are_quarantined(demo_company: Company, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(COMPANY_FILE, folder)
    shutil.copytree(demo_company.exports, folder / "exports")
    company = load_company(folder)
    contracts = load_contracts(company)

    with RawStore(tmp_path / "raw.duckdb") as store:
        store.ensure(contracts)
        report = land(company, contracts, store, "test")
        found = store.con.execute(
            "select system, table_name, file_path, record_number from quarantine.records where system <> 'model'"
        ).fetchall()

    planted = demo_company.summary.planted
    assert report.problems == []
    assert sorted(found) == sorted(
        (fault.system, fault.entity, fault.file, fault.record_number)
        for fault in planted
        if fault.outcome == "quarantined"
    )
    loaded = Counter[str]()
    for load in report.loads:
        if load.system != "model":
            loaded[f"{load.system}.{load.table_name}"] += load.loaded_count
    readable = Counter(f"{fault.system}.{fault.entity}" for fault in planted if fault.outcome == "loaded")
    assert loaded == Counter(demo_company.summary.counts) + readable
