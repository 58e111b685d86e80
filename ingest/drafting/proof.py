"""The proof of a draft: its contracts are validated, and its files landed by them in a store that is thrown away.

Belongs here: the temporary company and what its landing met. Doesn't belong here: guessing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from ingest.contracts import load_contracts
from ingest.drafting.contract_text import sources_text
from ingest.drafting.findings import TableDraft
from ingest.landing import land
from ingest.store import RawStore
from settings.load import load_company, sources_file

_SETTINGS = """\
title: Draft
reporting_currency: EUR
time_zone: {zone}
systems:
  {system}: {{path: exports}}
"""
_MOST_FAULTS = 3


def prove(system: str, drafts: list[TableDraft], zone: str = "UTC") -> None:
    """Land the files of all drafts, and note in each draft what was loaded and what was quarantined, and why.

    ConfigurationError when a drafted contract isn't valid, which would be a fault of ours.
    """
    with tempfile.TemporaryDirectory(prefix="draft-") as place:
        folder = Path(place) / "draft"
        contracts_file = sources_file(folder, system)
        contracts_file.parent.mkdir(parents=True)
        (folder / "exports").mkdir()
        (folder / "company.yml").write_text(_SETTINGS.format(system=system, zone=zone), encoding="utf-8")
        contracts_file.write_text(sources_text(system, drafts), encoding="utf-8")
        for draft in drafts:
            for path in draft.paths:
                (folder / "exports" / path.name).symlink_to(path.resolve())
        company = load_company(folder)
        contracts = [contract for contract in load_contracts(company) if contract.system == system]
        with RawStore(Path(place) / "raw.duckdb") as store:
            land(company, contracts, store, "draft")
            for draft in drafts:
                _note(store, draft)


def _note(store: RawStore, draft: TableDraft) -> None:
    """What the ledger and the quarantine tell of a table."""
    loads = [load for load in store.loads() if load.table_name == draft.table]
    draft.record_count = sum(load.record_count for load in loads)
    draft.loaded_count = sum(load.loaded_count for load in loads)
    draft.quarantined_count = sum(load.quarantined_count for load in loads)
    refused = [f"{load.file_path} {load.status_reason}" for load in loads if load.status == "refused"]
    rows = store.con.execute(
        "select count(*), coalesce(column_name, ''), reason, min(record_number) from quarantine.records "
        "where table_name = ? group by all order by count(*) desc, 4 limit ?",
        [draft.table, _MOST_FAULTS],
    ).fetchall()
    draft.faults = [*refused, *(_fault(*row) for row in rows)]


def _fault(count: int, column: str, reason: str, first: int) -> str:
    """Told without the value, which may be personal data and would stand in a contract."""
    place = f" in {column}" if column else ""
    return f"{reason}{place} puts {count} records into quarantine; the first is record {first}"
