"""Whole exports over time: a row's content is kept once, with the interval of snapshots in which it stood.

Belongs here: load_mode full. Doesn't belong here: files that add up (supersession.py).

Accepted snapshots are ordered by (as_of_date, load_id). A row holds from its first snapshot (inclusive) to the first
in which it is no longer so (exclusive; open: NULL). Rows are told apart by _row_hash, the md5 of all their values.
"""

from __future__ import annotations

from ingest.ledger import Load
from ingest.moves import RawTable, id_list, in_order
from ingest.sql import literal


def accept_snapshots(raw: RawTable, kept: list[Load], replaced: list[Load], new: list[Load]) -> None:
    """Merge the pending snapshots `new`; forget the snapshots `replaced`; `kept` are the other accepted ones.

    Snapshots that are later than all others touch open rows only; a late or corrected one makes all intervals anew.
    """
    before = in_order(kept + replaced)
    tail = before[len(kept) :]
    comes_last = in_order(kept + new)[: len(kept)] == in_order(kept)
    if comes_last and sorted(load.load_id for load in tail) == sorted(load.load_id for load in replaced):
        for load in reversed(tail):
            _take_back(raw, load)
        for load in in_order(new):
            _append(raw, load)
    else:
        _rebuild(raw, before, in_order(kept + new), new)
    raw.clear_pending(new)


def copy_snapshot(raw: RawTable, accepted: list[Load], load: Load, target: str) -> None:
    """Make a temp table with the rows of an accepted snapshot, as they had landed. accepted: all, it among them."""
    _number(raw, "snapshots_before", in_order(accepted))
    raw.con.execute(
        f"""
        create or replace temp table {target} as
        select r.* replace ({raw.as_landed(load)})
        from {raw.raw} as r
        inner join snapshots_before as f on r._from_load_id = f.load_id
        left join snapshots_before as t on r._to_load_id = t.load_id
        inner join snapshots_before as h
            on h.load_id = {load.load_id}
            and h.position >= f.position
            and h.position < coalesce(t.position, {len(accepted)})
        """
    )
    raw.con.execute("drop table snapshots_before")


def _take_back(raw: RawTable, last: Load) -> None:
    """Undo the last snapshot: its own rows go, what it ended is open again."""
    raw.con.execute(f"delete from {raw.raw} where _from_load_id = {last.load_id}")
    raw.con.execute(
        f"update {raw.raw} set _to_load_id = null, _to_as_of_date = null where _to_load_id = {last.load_id}"
    )


def _append(raw: RawTable, load: Load) -> None:
    if raw.is_empty():
        raw.take_pending(f"_from_load_id = {load.load_id}")
        return
    as_of = f"cast({literal(load.as_of_date.isoformat())} as date)"
    raw.con.execute(
        f"""
        update {raw.raw} as r
        set _to_load_id = {load.load_id}, _to_as_of_date = {as_of}
        where r._to_load_id is null
            and r._row_hash not in (select p._row_hash from {raw.pending} as p where p._from_load_id = {load.load_id})
        """
    )
    open_rows = f"select r._row_hash from {raw.raw} as r where r._to_load_id is null"
    raw.take_pending(f"p._from_load_id = {load.load_id} and p._row_hash not in ({open_rows})")


def _rebuild(raw: RawTable, before: list[Load], after: list[Load], new: list[Load]) -> None:
    """Expand intervals to snapshots, exchange snapshots, and join neighbours again (gaps and islands)."""
    con = raw.con
    _number(raw, "snapshots_before", before)
    _number(raw, "snapshots_after", after)
    con.execute(
        f"""
        create or replace temp table presences as
        select r._row_hash, b.load_id
        from {raw.raw} as r
        inner join snapshots_before as f on r._from_load_id = f.load_id
        left join snapshots_before as t on r._to_load_id = t.load_id
        inner join snapshots_before as b
            on b.position >= f.position
            and b.position < coalesce(t.position, {len(before)})
        union all
        select p._row_hash, p._from_load_id from {raw.pending} as p where p._from_load_id in ({id_list(new)})
        """
    )
    con.execute(
        """
        create or replace temp table islands as
        with placed as (
            select
                p._row_hash,
                a.position,
                a.position - row_number() over (partition by p._row_hash order by a.position) as island,
            from presences as p
            inner join snapshots_after as a on p.load_id = a.load_id
        ),
        ends as (
            select _row_hash, min(position) as first_position, max(position) + 1 as next_position
            from placed
            group by _row_hash, island
        )
        select
            e._row_hash,
            f.load_id as from_load_id,
            f.as_of_date as from_date,
            t.load_id as to_load_id,
            t.as_of_date as to_date,
        from ends as e
        inner join snapshots_after as f on e.first_position = f.position
        left join snapshots_after as t on e.next_position = t.position
        """
    )
    _exchange(raw, new)


def _exchange(raw: RawTable, new: list[Load]) -> None:
    """Write the islands in place of all rows, each with the content of any row of its hash."""
    con = raw.con
    con.execute(
        f"""
        create or replace temp table contents as
        select * from (
            select * from {raw.raw}
            union all by name
            select * from {raw.pending} where _from_load_id in ({id_list(new)})
        )
        qualify row_number() over (partition by _row_hash order by _from_load_id desc) = 1
        """
    )
    con.execute(f"delete from {raw.raw}")
    con.execute(
        f"""
        insert into {raw.raw} by name
        select c.* replace (
            i.from_load_id as _from_load_id,
            i.from_date as _from_as_of_date,
            i.to_load_id as _to_load_id,
            i.to_date as _to_as_of_date
        )
        from islands as i
        inner join contents as c on i._row_hash = c._row_hash
        """
    )
    for name in ("contents", "islands", "presences", "snapshots_before", "snapshots_after"):
        con.execute(f"drop table {name}")


def _number(raw: RawTable, name: str, loads: list[Load]) -> None:
    raw.con.execute(f"create or replace temp table {name} (position bigint, load_id bigint, as_of_date date)")
    for position, load in enumerate(loads):
        raw.con.execute(f"insert into {name} values (?, ?, ?)", [position, load.load_id, load.as_of_date])
