"""The rows that a failed test of the warehouse found."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.failing_rows import failing_rows, personal_columns
from settings.paths import DataPaths


def built(tmp_path: Path) -> DataPaths:
    paths = DataPaths(tmp_path / "acme")
    paths.build_dir.mkdir(parents=True)
    with duckdb.connect(str(paths.candidate_file)) as con:
        con.execute(
            "create schema marts; create table marts.mart_wrong as "
            "select i as wrong_id, 'canary' || i as email, cast(i as decimal(18, 4)) as amount from range(9) r(i)"
        )
    return paths


SQL = 'select * from "whalecurve"."marts"."mart_wrong" where amount > 1 order by wrong_id'


def test_the_first_five_rows_are_told_as_pairs_without_what_is_personal(tmp_path: Path) -> None:
    rows = failing_rows(built(tmp_path), SQL, personal_columns([]))
    assert rows[0] == "wrong_id=2, email=…, amount=2.0000"
    assert len(rows) == 5
    assert "canary" not in str(rows)


def test_a_test_of_a_personal_column_tells_no_value_at_all(tmp_path: Path) -> None:
    sql = "select email as value_field from whalecurve.marts.mart_wrong limit 1"
    assert failing_rows(built(tmp_path), sql, personal_columns([]), is_hidden=True) == ["value_field=…"]


def test_a_query_that_cannot_be_asked_again_tells_nothing(tmp_path: Path) -> None:
    assert failing_rows(built(tmp_path), "select * from gone", set()) == []
