"""What helps whoever decides about a held load: why so much of it is in quarantine, which control totals it misses.

Belongs here: sentences about a load from the ledger and the quarantine. Doesn't belong here: the limits
(from_contract.py), and single records (`whale quarantine`).
"""

from __future__ import annotations

import duckdb

from ingest.contracts import Contract

_MOST = """
select column_name, reason, count(*) as faulty_count, any_value(value) as example
from quarantine.records
where load_id = $load_id
group by column_name, reason
order by faulty_count desc, column_name, reason
limit 1
"""
_LONGEST_EXAMPLE = 40
_LIKELY = {
    "not_a_number": "the export writes it in another way than {type}: as words, or with other separators",
    "not_a_whole_number": "the export writes it in another way than {type}: with decimals, or as words",
    "not_a_date": "the export writes it in another format, or as something else than a date",
    "not_a_timestamp": "the export writes it in another format, or as something else than an instant",
    "not_a_boolean": "the export uses other words for it than the contract declares",
    "too_many_decimals": "its values have grown beyond {type}: a wider type in the contract takes them",
    "out_of_range": "its values have grown beyond {type}: a wider type in the contract takes them",
    "missing_required": "the export no longer fills it",
    "null_key": "the export no longer fills it",
    "not_allowed": "the system has new values, which the contract's `allowed` lacks",
    "duplicate_key": "the key ({key}) no longer tells rows apart, or the export holds them twice",
    "missing_fields": "the file has fewer columns than its header, or another separator",
    "extra_fields": "the file has more columns than its header, or a separator inside values without quotes",
}


def quarantine_note(cursor: duckdb.DuckDBPyConnection, contract: Contract, load_id: int) -> str:
    """A sentence for whoever must decide about a held load; "" when none of its records is in quarantine.

    A value of a personal column isn't shown.
    """
    row = cursor.execute(_MOST, {"load_id": load_id}).fetchone()
    if row is None:
        return ""
    column, reason, count, example = row
    known = {each.name: each for each in contract.columns}.get(column)
    where = f" of {column}" if column else ""
    is_shown = example is not None and known is not None and not known.personal
    shown = f', such as "{str(example)[:_LONGEST_EXAMPLE]}"' if is_shown else ""
    likely = _LIKELY.get(reason, "").format(type=known.data_type if known else "", key=", ".join(contract.key))
    return f"Most of them ({count}) are {reason}{where}{shown}." + (f" Probably {likely}." if likely else "")


def totals_note(cursor: duckdb.DuckDBPyConnection, load_id: int) -> str:
    """Both figures of every control total that a load doesn't hold."""
    rows = cursor.execute(
        "select measure, found, promised, source from load_ledger.controls where load_id = ? and not agrees", [load_id]
    ).fetchall()
    told = [
        f"{measure}: {found} in the file, {promised} promised by {source}" for measure, found, promised, source in rows
    ]
    return f"It may be cut ({'; '.join(told)})." if told else ""
