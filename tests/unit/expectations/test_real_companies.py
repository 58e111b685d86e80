"""The exports of real companies pass gate 1, with their own suites beside what their contracts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.runner import check_loads
from expectations.suites import check_suites, suite_files
from ingest.contracts import load_contracts
from ingest.landing import land
from ingest.store import RawStore
from settings.load import load_company
from settings.paths import PROJECT_ROOT

COMPANIES = sorted(file.parent.name for file in (PROJECT_ROOT / "companies").glob("*/expectations"))


@pytest.mark.shared
@pytest.mark.parametrize("name", COMPANIES)
def test_real_exports_are_accepted(name: str, tmp_path: Path, shared_data: Path) -> None:
    company = load_company(PROJECT_ROOT / "companies" / name)
    contracts = load_contracts(company)
    check_suites(contracts, company.folder)
    assert any(suite_files(contract, company.folder) for contract in contracts)
    with RawStore(tmp_path / "raw.duckdb") as store:
        land(company, contracts, store, "run_1")
        results = check_loads(store, contracts, company_folder=company.folder)
        assert {load.status for load in store.loads()} == {"accepted"}
    assert results
    assert all(each["success"] for result in results for each in result.expectations)
