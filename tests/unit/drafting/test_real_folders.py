"""Every file of the real companies: a draft that lands all its records, or a clear reason why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.drafting.ddl import tables_of
from ingest.drafting.drafts import draft_system

pytestmark = pytest.mark.shared

# Records as their authors count them; what isn't named here must be loaded whole.
KNOWN = {
    "northwind": {"orders": 830, "order_details": 2155, "customers": 91},
    "maven_crm": {"sales_pipeline": 8800},
    "adventureworks/oltp": {"purchase_order_detail": 8845, "store": 701, "product_review": 4},
    "adventureworks/dw": {"fact_finance": 39409, "database_log": 112, "fact_call_center": 120},
    "adventureworks/orders2011": {"salesorderheader": 1566},
    "cdnow": {"cdnow_sample_summary": 2357},
}
# Three addresses of resellers hold a control letter where a letter of another encoding was lost.
QUARANTINED = {"dim_reseller": 3}
REFUSED = {"cdnow": [("CDNOW_sample.txt", "has columns aligned by blanks")]}


@pytest.mark.parametrize("folder", KNOWN)
def test_every_file_gives_a_draft_that_lands_it(shared_data: Path, folder: str) -> None:
    files = sorted((shared_data / folder).glob("*.csv")) + sorted((shared_data / folder).glob("CDNOW*.txt"))
    statements = list((shared_data / folder).glob("*.sql"))

    drafted = draft_system("real", files, tables_of(statements[0]) if statements else {})

    assert [(pattern, reason[:29]) for pattern, reason in drafted.refused] == REFUSED.get(folder, [])
    assert len(drafted.tables) + len(drafted.refused) == len(files)
    found = {table.table: table for table in drafted.tables}
    assert {name: found[name].record_count for name in KNOWN[folder]} == KNOWN[folder]
    lost = {table.table: table.quarantined_count for table in drafted.tables if table.loaded_count < table.record_count}
    assert lost == {name: count for name, count in QUARANTINED.items() if name in found}
    assert all(table.record_count == table.loaded_count + table.quarantined_count for table in drafted.tables)
    if statements:
        assert not any(column.name == "c1" for table in drafted.tables for column in table.columns)
