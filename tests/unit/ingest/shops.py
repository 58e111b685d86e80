"""A tiny company in a temporary folder: one system, `shop`, with whatever contract a test needs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ingest.contracts import Contract, load_contracts
from ingest.landing import LandingReport, land
from ingest.store import RawStore
from settings.load import load_company

COMPANY = """
title: Test shop
reporting_currency: EUR
time_zone: Europe/Warsaw
systems:
  shop: {path: exports}
"""
ORDERS: dict[str, Any] = {
    "name": "orders",
    "description": "One row per order.",
    "config": {"meta": {"landing": {"files": ["orders*.csv"], "load_mode": "append", "key": ["order_id"]}}},
    "columns": [
        {"name": "order_id", "data_type": "varchar"},
        {"name": "amount", "data_type": "decimal(18,4)"},
        {"name": "ordered", "data_type": "date"},
        {"name": "note", "data_type": "varchar"},
    ],
}


@dataclass
class Shop:
    """The company's folder and what a test does with it."""

    folder: Path

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def raw_file(self) -> Path:
        return self.folder.parent / "data" / "raw.duckdb"

    def declare(self, *tables: dict[str, Any], **defaults: Any) -> None:
        source: dict[str, Any] = {"name": "shop", "database": "landed", "schema": "raw_shop", "tables": list(tables)}
        if defaults:
            source["config"] = {"meta": {"landing": defaults}}
        path = self.folder / "models" / "staging" / "shop" / "_shop__sources.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        # Through JSON, so that nothing is written as an alias of an equal part.
        plain = json.loads(json.dumps({"version": 2, "sources": [source]}))
        path.write_text(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True))

    def export(self, name: str, content: str | bytes, *, day: int | None = None) -> Path:
        """Write an export; day: its modification day in January 2026."""
        path = self.exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if day is not None:
            os.utime(path, (1767258000 + (day - 1) * 86400,) * 2)
        return path

    def contracts(self) -> list[Contract]:
        return [contract for contract in load_contracts(load_company(self.folder)) if contract.system == "shop"]

    def land(self, *, accept: bool = True, run_id: str = "run") -> LandingReport:
        with RawStore(self.raw_file) as store:
            report = land(load_company(self.folder), self.contracts(), store, run_id)
            if accept:
                store.accept(load.load_id for load in report.loads if load.status == "pending")
            return report

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with RawStore(self.raw_file, read_only=True) as store:
            return store.con.execute(sql).fetchall()

    def current(self, columns: str = "order_id", table: str = "orders") -> list[tuple[Any, ...]]:
        return self.query(f"select {columns} from raw_shop.{table} where _to_load_id is null order by all")

    def faults(self) -> list[tuple[Any, ...]]:
        return self.query("select record_number, column_name, value, reason from quarantine.records order by all")

    def statuses(self) -> list[str]:
        return [row[0] for row in self.query("select status from load_ledger.loads order by load_id")]


def table(name: str, columns: dict[str, str], /, **landing: Any) -> dict[str, Any]:
    """A contract of varchar and other columns: the first one is the key."""
    keys = {"files": [f"{name}*.csv"], "key": [next(iter(columns))]} | landing
    return {
        "name": name,
        "config": {"meta": {"landing": keys}},
        "columns": [{"name": column, "data_type": kind} for column, kind in columns.items()],
    }
