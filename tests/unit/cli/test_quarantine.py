"""quarantine and replay on the command line: counting, choosing, hiding, exporting, loading what passes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import Result

from ingest.contracts import load_contracts
from ingest.landing import land
from ingest.store import RawStore
from serving.fingerprint import inputs_fingerprint
from serving.lock import RefreshLock
from settings.load import load_company
from settings.paths import DataPaths
from tests.conftest import SETTINGS
from tests.unit.cli.test_raw import a_load, write_raw

Whale = Callable[..., Result]
NewCompany = Callable[..., Path]
CANARY = "jan.kowalski@example.org"
LEADS = ("=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "\rx", "|calc", "%x", " =1", "\uff1d1")
NUMBERS = ("-5", "+1.5", "3", "-1,25")
# table, load, file, record, column, value, reason, message, raw text
FAULTS: list[tuple[Any, ...]] = [
    ("customers", 1, "a/customers.csv", 1, "email", CANARY, "not_allowed", f'email "{CANARY}" is bad', CANARY),
    (
        *("customers", 1, "a/customers.csv", 2, "territory_id", "XX", "not_allowed"),
        *(f'territory_id "XX" is bad; email "{CANARY}" is bad', CANARY),
    ),
    ("customers", 1, "a/customers.csv", 3, None, None, "missing_fields", "a field is missing", f"3,{CANARY}"),
    (
        *("customers", 1, "a/customers.csv", 4, "email", CANARY, "duplicate_key"),
        *(f"the key (email) {CANARY} stands already in record 1", CANARY),
    ),
    ("orders", 2, "orders_1.csv", 1, "order_date", "x", "not_a_date", 'order_date "x" is bad', "1,x"),
    ("orders", 3, "orders_2.csv", 1, "order_date", "y", "not_a_date", 'order_date "y" is bad', "2,y"),
    ("gone", 4, "gone.csv", 1, "remark", CANARY, "not_allowed", f'remark "{CANARY}" is bad', CANARY),
]


@pytest.fixture
def acme(new_company: NewCompany) -> Path:
    return new_company()


@pytest.fixture
def paths(acme: Path) -> DataPaths:
    paths = DataPaths.of(load_company(acme))
    loads = [
        replace(a_load(number, "accepted", file_path=place), table_name=table)
        for number, (table, place) in enumerate(
            [
                ("customers", "a/customers.csv"),
                ("orders", "orders_1.csv"),
                ("orders", "orders_2.csv"),
                ("gone", "gone.csv"),
            ],
            1,
        )
    ]
    write_raw(acme, paths, loads)
    set_aside(paths, FAULTS)
    return paths


def set_aside(paths: DataPaths, faults: list[tuple[Any, ...]]) -> None:
    with duckdb.connect(str(paths.raw_file)) as con:
        for table, load_id, file, record, column, value, reason, message, raw_text in faults:
            con.execute(
                "insert into quarantine.records values (?, 'erp', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [load_id, table, file, record, record + 1, column, value, reason, message, raw_text],
            )


def cells(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.stderr
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "│ erp" in line]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("table", [["erp.customers", "4"], ["erp.orders", "2"], ["erp.gone", "1"]]),
        ("reason", [["erp.customers", "not_allowed", "2"], ["erp.orders", "not_a_date", "2"]]),
        ("file", [["erp.customers", "a/customers.csv", "4"], ["erp.gone", "gone.csv", "1"]]),
        ("column", [["erp.customers", "email", "2"], ["erp.orders", "order_date", "2"]]),
    ],
)
def test_records_are_counted_by_what_is_asked_for(
    run_whale: Whale, acme: Path, paths: DataPaths, group: str, expected: list[list[str]]
) -> None:
    rows = cells(run_whale("quarantine", "--by", group, "--company", str(acme)))
    width = len(expected[0])
    assert [row[:width] for row in rows][: len(expected)] == expected


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--table", "orders"], 2),
        (["--table", "erp.orders"], 2),
        (["--table", "order"], 0),
        (["--reason", "not_a_date"], 2),
        (["--load", "3"], 1),
        (["--file", "customers"], 4),
        (["--file", "orders_*.csv"], 2),
        (["--file", "%"], 0),
        (["--table", "orders", "--load", "1"], 0),
        (["--table", "x' or 1=1 --"], 0),
    ],
)
def test_only_the_chosen_records_are_told(
    run_whale: Whale, acme: Path, paths: DataPaths, options: list[str], count: int
) -> None:
    result = run_whale("quarantine", "--show", "50", *options, "--company", str(acme))
    assert result.stdout.count("\nload ") == count
    assert ("No such record is in quarantine." in result.stdout) is (count == 0)


def test_pages_follow_each_other_the_newest_load_first(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    pages = [
        run_whale("quarantine", "--show", "3", "--page", str(page), "--company", str(acme)).stdout
        for page in (1, 2, 3, 4)
    ]
    loads = [[int(line.split()[1]) for line in page.splitlines() if line.startswith("load ")] for page in pages]
    assert loads == [[4, 3, 2], [1, 1, 1], [1], []]


@pytest.mark.parametrize("form", ["show", "csv", "json", "xlsx", "parquet"])
def test_personal_data_are_hidden_unless_asked_for(
    run_whale: Whale, acme: Path, paths: DataPaths, tmp_path: Path, form: str
) -> None:
    def told(*more: str) -> str:
        target = tmp_path / f"{len(more)}.{form}"
        options = ["--show", "50"] if form == "show" else ["--export", str(target)]
        result = run_whale("quarantine", *options, *more, "--company", str(acme))
        assert result.exit_code == 0, result.stderr
        return result.stdout if form == "show" else str(contents(target))

    hidden = told()
    assert CANARY not in hidden
    assert "XX" in hidden
    assert 'order_date "x" is bad' in hidden
    assert told("--show-personal").count(CANARY) >= 5


def contents(file: Path) -> list[dict[str, Any]]:
    if file.suffix == ".xlsx":
        head, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]
    if file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as source:
            return list(csv.DictReader(source))
    if file.suffix == ".json":
        found: list[dict[str, Any]] = json.loads(file.read_text())
        return found
    with duckdb.connect() as con:
        return list(con.execute(f"from '{file}'").to_arrow_table().to_pylist())


def hostile(paths: DataPaths) -> None:
    texts = [*LEADS, *NUMBERS]
    set_aside(
        paths, [("orders", 3, "f.csv", 10 + i, "order_date", text, "bad", "m", text) for i, text in enumerate(texts)]
    )


def test_no_cell_of_a_csv_file_is_a_formula_and_numbers_stay_numbers(
    run_whale: Whale, acme: Path, paths: DataPaths, tmp_path: Path
) -> None:
    hostile(paths)
    target = tmp_path / "faults.csv"
    run_whale("quarantine", "--reason", "bad", "--export", str(target), "--company", str(acme))
    rows = contents(target)
    assert [row["value"] for row in rows] == [*("'" + lead for lead in LEADS), *NUMBERS]
    assert [row["raw_text"] for row in rows] == [row["value"] for row in rows]
    assert [row["record_number"] for row in rows] == [str(10 + number) for number in range(len(rows))]


def test_no_cell_of_a_sheet_is_a_formula_and_numbers_are_numbers(
    run_whale: Whale, acme: Path, paths: DataPaths, tmp_path: Path
) -> None:
    hostile(paths)
    set_aside(paths, [("orders", 3, "f.csv", 99, "order_date", "a\x01b", "bad", "m", "long" * 10_000)])
    target = tmp_path / "faults.xlsx"
    run_whale("quarantine", "--reason", "bad", "--export", str(target), "--company", str(acme))
    sheet = openpyxl.load_workbook(target).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert {cell.data_type for cell in cells if isinstance(cell.value, int)} == {"n"}
    values = [row["value"] for row in contents(target)]
    assert values == [*(lead.replace("\r", "\n") for lead in LEADS), *NUMBERS, "a\\x01b"]
    assert len(contents(target)[-1]["raw_text"]) == 32_767


@pytest.mark.parametrize("name", ["there.csv", "x.txt", "no/folder.csv"])
def test_an_export_that_cannot_be_written_says_why_and_leaves_nothing(
    run_whale: Whale, acme: Path, paths: DataPaths, tmp_path: Path, name: str
) -> None:
    (tmp_path / "there.csv").write_text("mine")
    before = sorted(tmp_path.iterdir())
    result = run_whale("quarantine", "--export", str(tmp_path / name), "--company", str(acme))
    assert (result.exit_code, len(result.stderr) > 20) == (1, True)
    assert (sorted(tmp_path.iterdir()), (tmp_path / "there.csv").read_text()) == (before, "mine")


LINES = "order_id,customer_id,order_date\n1,C,2026-01-05\n2,C,31.01.2026\n3,C,never\n"


@pytest.fixture
def landed(new_company: NewCompany, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company of which orders were landed and accepted with the wrong format of dates, and whose file is gone."""
    monkeypatch.setenv("WHALE_SETTLE_SECONDS", "0")
    folder = new_company(files={"exports/erp/orders.csv": LINES})
    company = load_company(folder)
    with RawStore(DataPaths.of(company).raw_file) as store:
        land(company, [each for each in load_contracts(company) if each.system == "erp"], store, "run")
        store.accept([1])
    (folder / "exports/erp/orders.csv").unlink()
    return folder


def mend(folder: Path) -> None:
    text = SETTINGS.replace(
        "    path: exports/erp\n", "    path: exports/erp\n    landing: {date_format: '%d.%m.%Y'}\n"
    )
    (folder / "company.yml").write_text(text)


def test_replay_loads_what_passes_and_tells_it_by_reason(run_whale: Whale, landed: Path) -> None:
    mend(landed)
    paths = DataPaths.of(load_company(landed))
    with duckdb.connect(str(paths.raw_file)) as con:
        before = inputs_fingerprint(con)
    tried = run_whale("replay", "--dry-run", "--company", str(landed))
    assert "1 records would pass, 1 stay in quarantine." in tried.stdout
    done = run_whale("replay", "--table", "orders", "--load", "1", "--company", str(landed))
    assert cells(done) == [["erp.orders", "not_a_date", "1"]]
    assert "1 records passed, 1 stay in quarantine." in done.stdout
    with RawStore(paths.raw_file) as store:
        assert [load.status for load in store.loads()] == ["pending"]
        store.accept([1])
        assert store.con.execute("select order_id from raw_erp.orders order by 1").fetchall() == [("1",), ("2",)]
        # Else a refresh would find nothing new to build from.
        assert inputs_fingerprint(store.con) != before
    again = run_whale("replay", "--company", str(landed))
    assert "0 records passed, 1 stay in quarantine." in again.stdout


@pytest.mark.parametrize(("options", "told"), [(["--table", "order"], "did you mean"), (["--load", "9"], "no load 9")])
def test_replay_of_what_is_not_there_is_refused(run_whale: Whale, landed: Path, options: list[str], told: str) -> None:
    result = run_whale("replay", *options, "--company", str(landed))
    assert (result.exit_code, told in result.stderr) == (1, True)


def test_replay_while_a_run_is_writing_is_refused(run_whale: Whale, landed: Path) -> None:
    with RefreshLock(DataPaths.of(load_company(landed)), "other"):
        result = run_whale("replay", "--company", str(landed))
    assert (result.exit_code, result.stderr.startswith("Locked: another run")) == (4, True)
