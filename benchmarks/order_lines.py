"""Order lines as CSV files of any size, and a company whose contract describes them.

Belongs here: generating, set-wise, with the same bytes each time. Doesn't belong here: what is measured.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import yaml

from settings.company import Company
from settings.load import load_company

TYPES = {
    "order_line_id": "bigint",
    "order_id": "varchar",
    "line_number": "bigint",
    "product_id": "varchar",
    "customer_id": "varchar",
    "ordered_date": "date",
    "ordered_at": "timestamp",
    "quantity": "decimal(18,4)",
    "net_amount": "decimal(18,4)",
    "is_rush": "boolean",
    "remark": "varchar",
}
_ROWS = """
select
    i as order_line_id,
    'O' || lpad((i // 4)::varchar, 9, '0') as order_id,
    i % 4 + 1 as line_number,
    'P' || lpad((i * 7919 % 20000)::varchar, 6, '0') as product_id,
    'C' || lpad((i // 4 * 104729 % 300000)::varchar, 7, '0') as customer_id,
    date '2024-01-01' + (i // 4 % 1000)::integer as ordered_date,
    timestamp '2024-01-01' + to_seconds(i * 37 % 86400000) as ordered_at,
    ((i * 31 % 900 + 1) / 4)::decimal(18, 4) as quantity,
    ((i * 7877 % 4000000 + 1) / 100)::decimal(18, 4) as net_amount,
    i % 9 = 0 as is_rush,
    case i % 5 when 0 then 'Zażółć, gęślą jaźń' when 1 then null else 'batch ' || i % 977 end as remark,
from range({first}, {last}) as r(i)
"""
_SETTINGS = {
    "title": "Bench",
    "reporting_currency": "PLN",
    "time_zone": "UTC",
    "systems": {"shop": {"path": "exports"}},
}


def write_company(folder: Path, lines: int, files: int = 1) -> Company:
    """A company in an empty folder with so many order lines in so many files."""
    exports = folder / "bench" / "exports"
    exports.mkdir(parents=True)
    with duckdb.connect() as con:
        for number in range(files):
            first, last = lines * number // files, lines * (number + 1) // files
            target = exports / f"order_lines_{number:05}.csv"
            con.execute(f"copy ({_ROWS.format(first=first, last=last)}) to '{target}' (header)")
    (folder / "bench" / "company.yml").write_text(yaml.safe_dump(_SETTINGS), encoding="utf-8")
    contracts = folder / "bench" / "models" / "staging" / "shop" / "_shop__sources.yml"
    contracts.parent.mkdir(parents=True)
    contracts.write_text(json.dumps({"version": 2, "sources": [_source()]}), encoding="utf-8")
    return load_company(folder / "bench")


def _source() -> dict[str, object]:
    landing = {"files": ["order_lines_*.csv"], "load_mode": "append", "key": ["order_line_id"]}
    table = {
        "name": "order_lines",
        "description": "One row per order line.",
        "config": {"meta": {"landing": landing}},
        "columns": [{"name": name, "data_type": data_type} for name, data_type in TYPES.items()],
    }
    return {"name": "shop", "database": "landed", "schema": "raw_shop", "tables": [table]}
