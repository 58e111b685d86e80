"""Looking for texts in everything that a company's data folder holds: bytes of files, and values of databases.

Belongs here: the search. Doesn't belong here: what must not be found. DuckDB compresses texts, so that bytes alone
prove nothing: every text column is asked as well, and an uncompressed copy's bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import duckdb


def hits(folder: Path, texts: Iterable[str], scratch: Path, *, passed_over: tuple[str, ...] = ()) -> list[str]:
    """Where one of the texts stands below a folder, as lines for a person; folders of these names are passed over."""
    wanted = list(texts)
    scratch.mkdir(parents=True, exist_ok=True)
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or set(passed_over) & set(path.relative_to(folder).parts):
            continue
        content = path.read_bytes()
        place = path.relative_to(folder).as_posix()
        found += [f"{place}: bytes of {text}" for text in wanted if _in_bytes(text, content)]
        if path.suffix == ".duckdb":
            found += [f"{place}: {line}" for line in _in_duckdb(path, wanted, scratch)]
        elif path.suffix == ".db":
            found += [f"{place}: {line}" for line in _in_sqlite(path, wanted)]
    return found


def _in_bytes(text: str, content: bytes) -> bool:
    return text.encode() in content or text.encode("unicode_escape") in content


def _in_duckdb(path: Path, wanted: list[str], scratch: Path) -> list[str]:
    plain = scratch / "plain.duckdb"
    plain.unlink(missing_ok=True)
    found = []
    with duckdb.connect() as con:
        con.execute("set force_compression = 'uncompressed'")
        con.execute(f"attach '{path}' as looked (read_only)")
        con.execute(f"attach '{plain}' as plain")
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() semi join duckdb_tables() "
            "using (database_name, schema_name, table_name) where database_name = 'looked' "
            "and data_type in ('VARCHAR', 'JSON', 'VARCHAR[]')"
        ).fetchall()
        for schema, table, column in columns:
            query = (
                f'select distinct w.text from looked."{schema}"."{table}" as t inner join '
                f'(select unnest(?::varchar[]) as text) as w on contains(cast(t."{column}" as varchar), w.text)'
            )
            for (text,) in con.execute(query, [wanted]).fetchall():
                found.append(f"{schema}.{table}.{column} holds {text}")
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'looked'"
        ).fetchall()
        for schema, table in tables:
            con.execute(f'create schema if not exists plain."{schema}"')
            con.execute(f'create table plain."{schema}"."{table}" as from looked."{schema}"."{table}"')
    content = plain.read_bytes()
    plain.unlink()
    return found + [f"bytes of {text}, uncompressed" for text in wanted if _in_bytes(text, content)]


def _in_sqlite(path: Path, wanted: list[str]) -> list[str]:
    con = sqlite3.connect(path)
    text = "\n".join(con.iterdump())
    con.close()
    return [f"holds {each}" for each in wanted if each in text]
