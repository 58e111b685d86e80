"""What holds of a real company's published file as a whole (PROMISES 8, 10, 17, 18, 23)."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pytest

from serving.catalogue import PUBLISHED_SCHEMAS
from serving.query import run_query
from serving.versions import list_versions
from settings.errors import WhaleError
from tests.integration.road import Road
from tests.unit.serving.hostile import HOSTILE

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("real"), pytest.mark.timeout(600)]


@pytest.fixture(params=["northwind", "maven"])
def road(request: pytest.FixtureRequest) -> Road:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Road)
    return found


@contextmanager
def published_file(road: Road) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(road.paths.fixed_file), read_only=True) as con:
        yield con


def test_no_column_can_hold_an_inexact_number(road: Road) -> None:
    with published_file(road) as con:
        kinds = con.execute("select data_type, column_name from duckdb_columns() where not internal").fetchall()
    assert len(kinds) > 500
    assert [name for kind, name in kinds if any(word in kind for word in ("FLOAT", "DOUBLE", "REAL"))] == []
    money = {kind for kind, name in kinds if name.endswith("_amount")}
    assert money == {"DECIMAL(18,4)"}


def test_no_day_or_instant_is_infinite(road: Road) -> None:
    with published_file(road) as con:
        columns = con.execute("""
            select schema_name, table_name, column_name
            from duckdb_columns()
            where not internal and regexp_matches(data_type, '^(DATE|TIMESTAMP)')
        """).fetchall()
        assert len(columns) > 50
        for schema, table, column in columns:
            query = f'select count(*) from "{schema}"."{table}" where isinf("{column}")'
            assert con.execute(query).fetchone() == (0,), (schema, table, column)


def test_every_table_and_column_is_explained_and_the_dictionary_is_the_catalogue(road: Road) -> None:
    with published_file(road) as con:
        catalogue = con.execute("""
            select
                tables.schema_name, tables.table_name, tables.comment,
                column_name, column_index, data_type, columns.comment
            from duckdb_tables() as tables
            inner join duckdb_columns() as columns using (schema_name, table_name)
            where not tables.internal
            order by all
        """).fetchall()
    dictionary = road.rows("select * from dictionary order by all")
    assert dictionary == catalogue
    assert {row[0] for row in catalogue} == set(PUBLISHED_SCHEMAS)
    unexplained = [row[:4] for row in catalogue if not (row[2] or "").startswith("One row per") or not row[6]]
    assert unexplained == []


def test_the_file_holds_tables_of_the_published_schemas_and_nothing_else(road: Road) -> None:
    with published_file(road) as con:
        others = con.execute("select schema_name, view_name from duckdb_views() where not internal").fetchall()
        schemas = con.execute("select distinct schema_name from duckdb_tables() where not internal").fetchall()
    assert others == []
    assert {schema for (schema,) in schemas} == set(PUBLISHED_SCHEMAS)


def test_hostile_statements_get_nothing_from_the_companys_own_files(road: Road) -> None:
    raw = road.paths.raw_file
    own = [f"from '{raw}'", f"attach '{raw}'", f"select * from read_text('{road.folder / 'company.yml'}')"]
    general = [each.format(dir=road.paths.root, secret="secret") for each in HOSTILE]
    before = road.published_sha256()
    for statement in own + general:
        with pytest.raises(WhaleError):
            run_query(road.paths, statement)
    assert len(own + general) >= 25
    assert road.published_sha256() == before


def test_every_record_of_every_file_is_loaded_or_quarantined(road: Road) -> None:
    loads = road.rows("""
        select file_path, record_count, loaded_count + quarantined_count from load_ledger where source_system <> 'model'
    """)
    counted = {}
    for system in road.company.systems:
        for place, _, _ in loads:
            with (system.path / place).open(encoding="utf-8-sig", newline="") as lines:
                counted[place] = sum(1 for _ in csv.reader(lines)) - 1
    assert len(loads) >= 4
    assert {place: (records, kept) for place, records, kept in loads} == {
        place: (count, count) for place, count in counted.items()
    }


def test_a_second_refresh_finds_nothing_new_within_seconds_and_publishes_nothing(road: Road) -> None:
    before = list_versions(road.paths), road.published_sha256(), road.paths.raw_file.stat().st_mtime_ns
    began = time.monotonic()
    result = road.whale("refresh")
    assert time.monotonic() - began < 8
    assert result.exit_code == 0, result.stderr
    told = result.stderr.splitlines()  # the folders hold files that are no exports
    assert len(told) == 1
    assert told[0].startswith("warning: ")
    assert "no contract claims" in told[0]
    assert "nothing is new since version" in result.stdout
    assert (list_versions(road.paths), road.published_sha256(), road.paths.raw_file.stat().st_mtime_ns) == before


def test_the_status_is_healthy_and_names_what_is_missing(road: Road) -> None:
    result = road.whale("status", "--json")
    assert result.exit_code == 0, result.stderr
    status = json.loads(result.stdout)
    assert status["is_healthy"]
    assert status["stamp"] == road.manifest()["stamp"]
    assert "products" in status["entities_provided"]
    assert "payments" in status["entities_missing"]
