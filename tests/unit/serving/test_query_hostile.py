"""The SQL entry is hardened (PROMISES 18): by judging the text, and by a sealed connection."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import duckdb
import pytest

from serving.query import run_query
from serving.verify import open_sealed, seal
from serving.versions import find_version
from settings.errors import WhaleError
from settings.paths import DataPaths
from tests.unit.serving.builds import publish_build
from tests.unit.serving.hostile import HOSTILE

SECRET = "canary-7f3a"
OUTWARD = [statement for statement in HOSTILE if "{dir}" in statement and ";" not in statement]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataPaths]:
    """A published version, and beside it secrets in every form of file that DuckDB reads without being asked."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.csv").write_text(f"name,value\n{SECRET},1\n")
    with duckdb.connect() as con:
        con.execute(f"copy (select '{SECRET}' as name) to '{folder / 'secret.parquet'}'")
        con.execute(f"copy (select '{SECRET}' as name) to '{folder / 'secret.json'}'")
        con.execute(f"attach '{folder / 'secret.duckdb'}' as other")
        con.execute(f"create table other.names as select '{SECRET}' as name")
    publish_build(DataPaths(folder / "acme"))
    with chdir(folder):
        yield DataPaths(folder / "acme")


def all_files(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file below a folder."""
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_statement_is_refused_leaks_nothing_and_writes_nothing(paths: DataPaths, pattern: str) -> None:
    folder = paths.root.parent
    statement = pattern.format(dir=folder, secret=SECRET)
    before = all_files(folder)
    with pytest.raises(WhaleError) as refusal:
        run_query(paths, statement)
    assert SECRET not in str(refusal.value).replace(statement, "")
    assert all_files(folder) == before
    assert run_query(paths, "select count(*) from mart_turnover").rows == [(3,)]


@pytest.mark.parametrize("pattern", OUTWARD)
def test_the_sealed_connection_alone_would_hold_too(paths: DataPaths, pattern: str) -> None:
    folder = paths.root.parent
    before = all_files(folder)
    con = open_sealed(find_version(paths).database_file)
    seal(con)
    try:
        answer = con.execute(pattern.format(dir=folder)).fetchall()
    except duckdb.Error:
        answer = []
    finally:
        con.close()
    assert SECRET not in str(answer)
    assert all_files(folder) == before
