"""query, status and rollback over published versions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from click.testing import Result

from orchestration.commands.query import _distinct
from serving.publish import publish
from serving.versions import Version
from settings.load import load_company
from settings.paths import PROJECT_ROOT, DataPaths

Whale = Callable[..., Result]
NewCompany = Callable[..., Path]


@pytest.fixture
def acme(new_company: NewCompany) -> Path:
    return new_company()


def publish_amount(acme: Path, amount: str) -> Version:
    """Publishes a version whose only mart holds this amount."""
    paths = DataPaths.of(load_company(acme))
    paths.build_dir.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(paths.candidate_file)) as con:
        for schema in ("warehouse", "marts", "meta"):
            con.execute(f"create schema {schema}")
        con.execute(
            "create table marts.mart_amounts as select cast(? as decimal(18, 4)) as amount, null::varchar as note, "
            "timestamp '2026-10-31 12:00:00' as noted_at, true as is_one",
            [amount],
        )
    return publish(paths, paths.candidate_file, {"run_id": "run", "as_of_date": "2026-10-31"}, keep=7)


def test_a_table_shows_exact_decimals_and_null(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "12345678901.0100")

    result = run_whale("query", "select amount, note from mart_amounts", "--company", str(acme))

    assert (result.exit_code, result.stderr) == (0, "")
    assert "12345678901.0100" in result.stdout
    assert "NULL" in result.stdout
    assert result.stdout.endswith("1 row\n")


def test_csv_and_json_hold_the_same_exact_values(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "0.0001")
    sql = "select amount, note, noted_at, is_one, amount from mart_amounts"

    csv = run_whale("query", sql, "--format", "csv", "--company", str(acme)).stdout
    text = run_whale("query", sql, "--format", "json", "--company", str(acme)).stdout

    assert csv.splitlines()[1] == "0.0001,,2026-10-31 12:00:00,true,0.0001"
    assert '"amount": 0.0001, "note": null' in text
    (row,) = json.loads(text)
    assert row["noted_at"] == "2026-10-31T12:00:00"
    assert row["is_one"] is True


def test_json_tells_columns_of_one_name_apart() -> None:
    assert _distinct(["a", "b", "a", "a", "a_2"]) == ["a", "b", "a_2", "a_3", "a_2_2"]


def test_json_of_no_rows_is_an_empty_list(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "1")

    result = run_whale("query", "select 1 as a where false", "--format", "json", "--company", str(acme))

    assert json.loads(result.stdout) == []


def test_json_of_nested_and_odd_values_is_json(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "1")
    sql = "select [1.10, null] as l, {'a': date '2026-01-02'} as s, 'nan'::double as n, '\u0105\"' as t"

    result = run_whale("query", sql, "--format", "json", "--company", str(acme))

    assert json.loads(result.stdout) == [{"l": [1.1, None], "s": {"a": "2026-01-02"}, "n": None, "t": '\u0105"'}]


def test_the_sql_may_come_from_a_file_or_stdin(run_whale: Whale, acme: Path, tmp_path: Path) -> None:
    publish_amount(acme, "7")
    (tmp_path / "q.sql").write_text("select 41 + 1 as answer")

    from_file = run_whale("query", "-f", str(tmp_path / "q.sql"), "--format", "csv", "--company", str(acme))
    from_stdin = run_whale("query", "-f", "-", "--format", "csv", "--company", str(acme), input="select 43 as a")

    assert from_file.stdout == "answer\n42\n"
    assert from_stdin.stdout == "a\n43\n"


def test_a_long_table_is_cut_and_says_so_and_csv_is_not(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "1")
    sql = "select * from range(501) as numbers(n)"

    table = run_whale("query", sql, "--company", str(acme))
    csv = run_whale("query", sql, "--format", "csv", "--company", str(acme))

    assert table.stdout.endswith("500 rows\n")
    assert "--limit" in table.stderr
    assert (len(csv.stdout.splitlines()), csv.stderr) == (502, "")
    assert (
        len(run_whale("query", sql, "--limit", "3", "--format", "csv", "--company", str(acme)).stdout.splitlines()) == 4
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["select 1", "-f", "-"], 2),
        (["  "], 2),
        (["select * from mart_amount"], 1),
        (["delete from mart_amounts"], 1),
        (["select 1", "--version", "20200101T000000000000Z"], 1),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(
    run_whale: Whale, acme: Path, arguments: list[str], code: int
) -> None:
    publish_amount(acme, "1")

    result = run_whale("query", *arguments, "--company", str(acme))

    assert result.exit_code == code
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_value_cannot_steer_the_terminal(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "1")

    assert "\x1b" not in run_whale("query", "select chr(27) || '[2J' as a", "--company", str(acme)).stdout


def test_rollback_switches_readers_and_an_older_version_can_be_asked(run_whale: Whale, acme: Path) -> None:
    first, second = publish_amount(acme, "1"), publish_amount(acme, "2")
    ask = ("query", "select amount from mart_amounts", "--format", "csv", "--company", str(acme))

    assert run_whale(*ask).stdout == "amount\n2.0000\n"
    assert run_whale(*ask, "--version", first.stamp).stdout == "amount\n1.0000\n"
    assert first.stamp in run_whale("rollback", "--company", str(acme)).stdout
    assert run_whale(*ask).stdout == "amount\n1.0000\n"
    assert run_whale("rollback", "--to", second.stamp, "--company", str(acme)).exit_code == 0
    assert run_whale(*ask).stdout == "amount\n2.0000\n"


def test_rollback_without_an_earlier_version_is_refused(run_whale: Whale, acme: Path) -> None:
    publish_amount(acme, "1")

    result = run_whale("rollback", "--company", str(acme))

    assert result.exit_code == 1
    assert "no version before" in result.stderr


def test_status_is_stale_before_anything_is_published(run_whale: Whale, acme: Path) -> None:
    text = run_whale("status", "--company", str(acme))
    as_json = run_whale("status", "--json", "--company", str(acme))

    assert (text.exit_code, as_json.exit_code) == (5, 5)
    assert "nothing is published" in text.stderr
    assert json.loads(as_json.stdout)["is_stale"] is True


def test_status_of_a_fresh_version_ends_with_0(run_whale: Whale, acme: Path) -> None:
    version = publish_amount(acme, "1")

    result = run_whale("status", "--json", "--company", str(acme))

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["stamp"] == version.stamp


def test_status_of_an_old_version_ends_with_5(run_whale: Whale, acme: Path) -> None:
    version = publish_amount(acme, "1")
    old = f"{datetime.now(UTC) - timedelta(hours=27):%Y%m%dT%H%M%S%fZ}"
    version.folder.chmod(0o755)
    version.folder.rename(version.folder.with_name(old))
    current = DataPaths.of(load_company(acme)).current
    current.unlink()
    current.symlink_to(f"versions/{old}")

    result = run_whale("status", "--company", str(acme))

    assert result.exit_code == 5
    assert "27.0 hours old" in result.stderr
    assert "STALE" in result.stdout


@pytest.mark.parametrize("rows", [10, 200_000])
def test_a_reader_that_stops_reading_ends_the_query_quietly(acme: Path, rows: int) -> None:
    publish_amount(acme, "1")
    sql = f"select * from range({rows})"
    command = [sys.executable, "-m", "orchestration.cli", "query", sql, "--format", "csv", "--company", str(acme)]

    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == b""
