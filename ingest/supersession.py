"""Files that add up: the same key in a later file supersedes, and every superseded row stays as history.

Belongs here: load_mode append, with its corrections; a deletion is a row that supersedes like any other, marked
_is_deletion. Doesn't belong here: whole snapshots (intervals.py).
"""

from __future__ import annotations

from ingest.ledger import Load
from ingest.moves import RawTable, id_list
from ingest.sql import identifier


def accept_additions(raw: RawTable, kept: list[Load], replaced: list[Load], new: list[Load]) -> None:
    """Add the pending rows of `new`, take away the rows of `replaced`, and say anew which row of a key is the last.

    A key's rows follow each other by the day of their load, then by its number; the last one is open.
    """
    con = raw.con
    con.execute(f"create or replace temp table touched_keys as select {raw.keys} from {raw.raw} limit 0")
    if replaced:
        con.execute(
            f"insert into touched_keys select {raw.keys} from {raw.raw} where _from_load_id in ({id_list(replaced)})"
        )
        con.execute(f"delete from {raw.raw} where _from_load_id in ({id_list(replaced)})")
    _note_repeated_keys(raw, new)
    raw.take_pending(f"_from_load_id in ({id_list(new)})")
    raw.clear_pending(new)
    _order_anew(raw)
    con.execute("drop table touched_keys")


def copy_additions(raw: RawTable, load: Load, target: str) -> None:
    """Make a temp table with the rows of an accepted load, as they had landed."""
    raw.con.execute(
        f"create or replace temp table {target} as select r.* replace ({raw.as_landed(load)}) "
        f"from {raw.raw} as r where r._from_load_id = {load.load_id}"
    )


def _note_repeated_keys(raw: RawTable, new: list[Load]) -> None:
    """Most keys of a new file are new: only those that stand elsewhere too are looked at again."""
    arriving = f"from {raw.pending} where _from_load_id in ({id_list(new)})"
    if not raw.is_empty():
        raw.con.execute(
            f"insert into touched_keys select {raw.keys} {arriving} "
            f"and ({raw.keys}) in (select ({raw.keys}) from {raw.raw})"
        )
    if len(new) > 1:
        raw.con.execute(
            f"insert into touched_keys select {raw.keys} {arriving} group by {raw.keys} having count(*) > 1"
        )


def _order_anew(raw: RawTable) -> None:
    """Only rows of touched keys that have several rows, or that were superseded, can change.

    A row and the corrections right behind it are one version: it holds from the first one's day on, as the last
    correction says; what was corrected held on no day.
    """
    raw.con.execute(
        f"""
        update {raw.raw} as r
        set _from_as_of_date = n.version_date, _to_load_id = n.next_load_id, _to_as_of_date = n.next_version_date
        from (
            select
                row_id,
                old_load_id,
                old_from_date,
                old_to_date,
                version_date,
                lead(load_id) over by_key as next_load_id,
                lead(version_date) over by_key as next_version_date,
            from (
                select *, min(as_of_date) over (partition by {raw.keys}, version) as version_date,
                from ({_numbered_versions(raw)})
            )
            window by_key as (partition by {raw.keys} order by as_of_date, load_id)
        ) as n
        where r.rowid = n.row_id
            and (n.next_load_id, n.version_date, n.next_version_date)
            is distinct from (n.old_load_id, n.old_from_date, n.old_to_date)
        """
    )


def _numbered_versions(raw: RawTable) -> str:
    """SQL of the rows of touched keys by the day of their own load, with the number of the version they belong to."""
    return f"""
        select
            r.rowid as row_id,
            {", ".join(f"r.{identifier(name)}" for name in raw.key)},
            r._from_as_of_date as old_from_date,
            r._to_load_id as old_load_id,
            r._to_as_of_date as old_to_date,
            l.load_id,
            l.as_of_date,
            count(*) filter (where l.load_mode <> 'correction') over (
                partition by {", ".join(f"r.{identifier(name)}" for name in raw.key)} order by l.as_of_date, l.load_id
            ) as version,
        from {raw.raw} as r
        inner join load_ledger.loads as l on r._from_load_id = l.load_id
        where ({", ".join(f"r.{identifier(name)}" for name in raw.key)}) in (select ({raw.keys}) from touched_keys)
    """
