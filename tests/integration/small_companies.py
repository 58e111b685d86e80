"""A small company from text to a built warehouse: for tests of what dbt makes of several systems.

Belongs here: writing files, landing and accepting them without gate 1, one dbt call, reading the built files. Doesn't
belong here: any company's data.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.contracts import load_contracts
from ingest.landing import land
from ingest.privacy.key_pseudonyms import note_key_pseudonyms
from ingest.store import RawStore
from orchestration.dbt_folder import write_dbt_folder
from orchestration.dbt_run import BuildResult, run_dbt
from orchestration.provided import accepted_tables
from settings.load import load_company
from settings.paths import DataPaths

Row = dict[str, Any]


@dataclass(frozen=True)
class SmallCompany:
    """A company folder and, beside it, its data."""

    folder: Path
    paths: DataPaths

    def write(self, files: Mapping[str, str]) -> None:
        """Files by their place in the company's folder; the text may be indented."""
        for place, text in files.items():
            path = self.folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def land_and_accept(self) -> None:
        """Take in what is new and accept it unseen: gate 1 has tests of its own."""
        company = load_company(self.folder)
        contracts = load_contracts(company)
        with RawStore(self.paths.raw_file) as store:
            store.ensure(contracts)
            report = land(company, contracts, store, run_id="test")
            assert not report.problems
            assert not report.quarantined_count, store.con.sql("select * from quarantine.records").fetchall()
            store.accept(load.load_id for load in store.loads("pending"))

    def build(self, *command: str) -> BuildResult:
        """One dbt call on fresh files, as a refresh makes it."""
        company = load_company(self.folder)
        for file in (self.paths.work_file, self.paths.candidate_file):
            file.unlink(missing_ok=True)
        self.paths.build_dir.mkdir(parents=True, exist_ok=True)
        contracts = load_contracts(company)
        note_key_pseudonyms(self.paths, contracts, company.privacy)
        folder = write_dbt_folder(company, self.paths, contracts, None, accepted_tables(self.paths))
        return run_dbt(folder, list(command or ("build", "--exclude-resource-type", "unit_test")), self.paths.logs)


def small_company(folder: Path, files: Mapping[str, str]) -> SmallCompany:
    """A company folder below `folder` with its first files."""
    company = SmallCompany(folder / "companies" / "acme", DataPaths(folder / "data" / "acme"))
    company.folder.mkdir(parents=True)
    company.write(files)
    return company


class Built:
    """What a build left: the file that would be published and the work file, read-only."""

    def __init__(self, paths: DataPaths) -> None:
        self.con = duckdb.connect()
        self.con.execute(f"attach '{paths.candidate_file}' as whalecurve (read_only)")
        self.con.execute(f"attach '{paths.work_file}' as work (read_only)")
        self.con.execute("use whalecurve.warehouse")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows; ask for an order."""
        return self.con.execute(query).fetchall()

    def table(self, query: str) -> list[Row]:
        """All rows by column name."""
        result = self.con.execute(query)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def value(self, query: str) -> Any:
        """The only value of the only row."""
        ((value,),) = self.rows(query)
        return value

    def pairs(self, query: str) -> dict[Any, Any]:
        """Two columns as a mapping; a key that occurs twice fails."""
        rows = self.rows(query)
        found = dict(rows)
        assert len(found) == len(rows), f"a key occurs twice: {rows}"
        return found


def csv(text: str) -> str:
    """CSV from a table that people can read: columns parted by `|`, blanks around values left out."""
    lines = textwrap.dedent(text).strip().splitlines()
    return "".join(",".join(cell.strip() for cell in line.split("|")) + "\n" for line in lines)
