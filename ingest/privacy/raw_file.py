"""Taking a person out of raw.duckdb: rows, quarantine, results of suites; then a clean copy takes the file's place.

Belongs here: that one file. Doesn't belong here: what a person's records are (persons.py), other files. Deleted text
stays in the bytes of a database file, so only a copy into a new file is clean.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb

from ingest.privacy.persons import Known, fill_values
from ingest.privacy.plan import Plan
from ingest.privacy.suppression import WITHHELD
from ingest.privacy.taking_out import VALUES, personal_texts, take_out
from ingest.sql import identifier, literal
from ingest.store import RawStore
from settings.paths import DataPaths

_CLEARED = "cleared_texts"


def erase_from_raw(paths: DataPaths, store: RawStore, known: Known, plan: Plan) -> None:
    """Everything in one transaction, and the pseudonyms of what goes. The caller then rewrites the file."""
    fill_values(store.con, plan.records)
    _forget_pseudonyms(paths, store.con, known, plan)
    with store.transaction():
        for table in known.tables:
            for schema in (table.contract.raw_schema, table.contract.pending_schema):
                take_out(store.con, identifier(schema, table.contract.table), table)
        _clean_quarantine(store.con, known, plan)
        _clean_results(store.con, plan)
    store.con.execute("checkpoint")


def rewrite(file: Path) -> None:
    """Put a clean copy in a closed database file's place, in one step."""
    fresh = file.with_name(f"{file.name}.clean")
    for leftover in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        leftover.unlink(missing_ok=True)
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(file))} as old (read_only)")
        con.execute(f"attach {literal(str(fresh))} as fresh")
        con.execute("copy from database old to fresh")
        con.execute("checkpoint fresh")
    fresh.chmod(file.stat().st_mode & 0o777)
    fresh.rename(file)


def _forget_pseudonyms(paths: DataPaths, con: duckdb.DuckDBPyConnection, known: Known, plan: Plan) -> None:
    """Take back the pseudonyms of every text that will be emptied, and of the person's numbers."""
    if not paths.private_file.is_file():
        return
    queries = [
        query
        for table in known.tables
        for schema in (table.contract.raw_schema, table.contract.pending_schema)
        for query in personal_texts(identifier(schema, table.contract.table), table, only_own=False)
    ]
    con.execute(f"create or replace temp table {_CLEARED} (value varchar)")
    for query in queries:
        con.execute(f"insert into {_CLEARED} {query}")
    con.execute(f"insert into {_CLEARED} select unnest(?::varchar[])", [list(plan.strings)])
    con.execute(f"attach {literal(str(paths.private_file))} as private")
    try:
        _delete_pseudonyms(con)
    finally:
        con.execute("detach private")


def _delete_pseudonyms(con: duckdb.DuckDBPyConnection) -> None:
    known = {
        row[0]
        for row in con.execute(
            "select table_name from duckdb_tables() where database_name = 'private' and schema_name = 'pseudonyms'"
        ).fetchall()
    }
    if "of_values" in known:
        con.execute(f"delete from private.pseudonyms.of_values where value in (select value from {_CLEARED})")
    con.execute(f"delete from private.pseudonyms.of_keys where (kind, value) in (select (entity, value) from {VALUES})")


def _clean_quarantine(con: duckdb.DuckDBPyConnection, known: Known, plan: Plan) -> None:
    """Faulty records that hold one of the person's texts, or a number in a table that mentions such persons."""
    for table in known.tables:
        numbers = [
            each.value
            for each in plan.records
            if any((each.entity, each.system) == (mention.entity, mention.owner) for mention in table.columns)
        ]
        where = f"system = {literal(table.contract.system)} and table_name = {literal(table.contract.table)}"
        _withhold(con, where, [_whole(number) for number in numbers])
    _withhold(con, "true", [re.escape(text) for text in plan.strings])


def _withhold(con: duckdb.DuckDBPyConnection, where: str, patterns: list[str]) -> None:
    if patterns:
        con.execute(
            f"update quarantine.records set value = null, raw_text = null, message = {literal(WITHHELD)} where {where} "
            "and regexp_matches(concat_ws(chr(10), value, message, raw_text), ?)",
            ["|".join(patterns)],
        )


def _whole(number: str) -> str:
    """A number that isn't part of a longer word."""
    return rf"(^|[^\pL\pN_]){re.escape(number)}($|[^\pL\pN_])"


def _clean_results(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Samples in the results of suites: `customer_id=17, …` and the bare value."""
    texts = {json.dumps(text, ensure_ascii=False)[1:-1]: "" for text in plan.strings}
    for text in texts:
        con.execute(
            "update load_ledger.suite_results set result = replace(result::varchar, ?, '')::json "
            "where contains(result::varchar, ?)",
            [text, text],
        )
    for record in plan.records:
        number = json.dumps(record.value, ensure_ascii=False)[1:-1]
        pattern = rf'([="]){re.escape(number)}([,"])'
        con.execute(
            "update load_ledger.suite_results set result = regexp_replace(result::varchar, ?, ?, 'g')::json "
            "where regexp_matches(result::varchar, ?)",
            [pattern, rf"\1{record.shown}\2", pattern],
        )
