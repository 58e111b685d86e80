"""The world of one generation: a DuckDB database with the clock, chance and money as SQL macros.

Belongs here: connection, macros, chunks of months, and how tables are made. Doesn't belong here: what the tables hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from demo.workdays import FIRST_DAY, HORIZON_DAYS, is_working, month_start

MONTH_COUNT = 24
FIRST_YEAR, FIRST_MONTH = 2024, 11
LAST_DAY = date(2026, 10, 31)
# Above this scale the database lies in a file, so that memory stays bounded.
LARGEST_SCALE_IN_MEMORY = 10
# A chunk is a month at this scale and more months below it: about 1.2 million order lines.
SCALE_OF_A_MONTH = 1000

_CHANCE = """
create macro h(purpose, id) as md5_number_lower(concat(getvariable('seed'), '|', purpose, '|', id));
create macro u(purpose, id) as cast(h(purpose, id) >> 11 as double) / 9007199254740992.0;
create macro chance(purpose, id, probability) as u(purpose, id) < probability;
create macro whole(purpose, id, low, high) as low + cast(floor(u(purpose, id) * (high - low + 1)) as bigint);
create macro pick(purpose, id, members) as members[1 + cast(floor(u(purpose, id) * len(members)) as bigint)];
-- A fourth of a hash as a number from 0 to 1: four draws for the price of one.
create macro part(hash, k) as cast((hash >> (16 * k)) & 65535 as double) / 65536.0;
-- About normal, mean 0 and deviation 1, from the four parts.
create macro bell(hash) as (part(hash, 0) + part(hash, 1) + part(hash, 2) + part(hash, 3) - 2) * 1.7320508;
-- How often something happens that is expected `mean` times: scattered up to 4, above that ever steadier.
create macro often(hash, mean) as
    cast(floor(greatest(mean - 4, 0)) as bigint)
    + cast(part(hash, 0) < (mean - floor(greatest(mean - 4, 0))) / 4 as bigint)
    + cast(part(hash, 1) < (mean - floor(greatest(mean - 4, 0))) / 4 as bigint)
    + cast(part(hash, 2) < (mean - floor(greatest(mean - 4, 0))) / 4 as bigint)
    + cast(part(hash, 3) < (mean - floor(greatest(mean - 4, 0))) / 4 as bigint);
"""

_CLOCK = """
create macro month_start(m) as getvariable('month_starts')[m + 1];
create macro month_end(m) as getvariable('month_starts')[m + 2] - 1;
create macro month_of(d) as cast((year(d) - 2024) * 12 + month(d) - 11 as bigint);
-- A working day of month m, chosen by a number from 0 to 1.
create macro workday(m, x) as
    getvariable('workdays_of')[m + 1][1 + cast(floor(x * len(getvariable('workdays_of')[m + 1])) as bigint)];
-- The working day n working days after (before, when negative) a day; a free day counts as the working day before
-- it.
create macro workday_after(d, n) as
    getvariable('workdays')[getvariable('workday_index')[1 + (d - getvariable('first_day'))] + n];
create macro day_at(d, minute) as cast(d as timestamp) + to_minutes(cast(minute as bigint));
create macro chunk_has(m) as m between getvariable('chunk_first') and getvariable('chunk_last');
"""

_VALUES = """
create macro money(x) as cast(x as decimal(18,2));
create macro minutes(x) as cast(round(x, 1) as decimal(18,1));
create macro quantity(x) as cast(x as decimal(18,3));
-- A price less a discount in basis points, exactly, rounded half away from zero.
create macro less(price, basis_points) as
    cast(cast(price as decimal(18,2)) * cast((10000 - basis_points) * 0.0001 as decimal(9,4)) as decimal(18,2));
create macro share_of(amount,
    share) as cast(cast(amount as decimal(18,2)) * cast(share as decimal(9,4)) as decimal(18,2));
create macro erp_customer(cid) as 'K' || lpad(cast(cid as varchar), 6, '0');
create macro crm_customer(cid) as 'FIR-' || cast(cid * 7 + 10003 as varchar);
create macro product_code(pid) as 'T' || lpad(cast(pid as varchar), 5, '0');
create macro employee_code(eid) as 'P' || lpad(cast(eid as varchar), 5, '0');
create macro crm_user(eid) as 'u' || cast(eid * 3 + 101 as varchar);
create macro contact_code(kid) as 'OS-' || cast(kid as varchar);
-- Numbers of documents that count from 1 in every month: m * 100,000,000 + n.
create macro document(prefix, id) as
    prefix || '/' || strftime(month_start(cast(id // 100000000 as integer)), '%Y/%m') || '/'
    || lpad(cast(id % 100000000 as varchar), 5, '0');
"""


@dataclass
class World:
    """One company being made. seed decides all chance; scale 1 is about 500 customers.

    work: where the database lies when it outgrows memory; None keeps it in memory. threads never changes a result.
    """

    seed: int
    scale: float
    work: Path | None = None
    threads: int = 2
    on_step: Callable[[str], None] | None = None
    con: duckdb.DuckDBPyConnection = field(init=False)
    variables: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.con = duckdb.connect(str(self.work / "world.duckdb") if self.work else ":memory:")
        self.con.execute(f"set threads = {self.threads}")
        if self.work:
            self.con.execute("set memory_limit = '2000MB'")
            self.con.execute(f"set temp_directory = '{str(self.work).replace(chr(39), chr(39) * 2)}'")
        self._set_variables()
        for macros in (_CHANCE, _CLOCK, _VALUES):
            self.con.execute(macros)

    def _set_variables(self) -> None:
        days = [FIRST_DAY + timedelta(days=n) for n in range(HORIZON_DAYS)]
        workdays = [day for day in days if is_working(day)]
        starts = [month_start(FIRST_YEAR, FIRST_MONTH, m) for m in range(MONTH_COUNT + 2)]
        self.let("seed", str(self.seed))
        self.let("scale", self.scale)
        self.let("first_day", FIRST_DAY)
        self.let("last_day", LAST_DAY)
        self.let("month_starts", starts)
        self.let("workdays", workdays)
        self.let("workday_index", _running_count(days))
        self.let("workdays_of", [_between(workdays, *pair) for pair in pairwise(starts)])

    def let(self, name: str, value: Any) -> None:
        """Set an SQL variable, read as getvariable('name')."""
        self.variables[name] = value
        self.con.execute(f"set variable {name} = $1", [value])

    def twin(self) -> World:
        """The same world over a connection of its own, for another thread: own variables, nothing told."""
        twin = copy(self)
        twin.con, twin.variables, twin.on_step = self.con.cursor(), {}, None
        for name, value in self.variables.items():
            twin.let(name, value)
        return twin

    def make(self, table: str, sql: str) -> None:
        """Make a table from a query, at once."""
        self.tell(table)
        self.con.execute(f"create table {table} as {sql}")

    def view(self, name: str, sql: str) -> None:
        """Make a view."""
        self.con.execute(f"create view {name} as {sql}")

    def fill(self, table: str, sql: str, again: bool = False) -> None:
        """Make a table from a query that keeps its months by `where chunk_has(m)`, chunk by chunk; again: add to it."""
        for number, (first, last) in enumerate(self.chunks()):
            self.tell(f"{table} {first + 1}-{last + 1}" if first != last else f"{table} {first + 1}")
            self.let("chunk_first", first)
            self.let("chunk_last", last)
            self.con.execute(f"insert into {table} {sql}" if number or again else f"create table {table} as {sql}")

    def add(self, table: str, sql: str) -> None:
        """Add rows to a table by the names of their columns, chunk by chunk as in fill; other columns stay empty."""
        for first, last in self.chunks():
            self.tell(f"{table} {first + 1}-{last + 1}")
            self.let("chunk_first", first)
            self.let("chunk_last", last)
            self.con.execute(f"insert into {table} by name {sql}")

    def chunks(self) -> Iterator[tuple[int, int]]:
        """First and last month of each chunk: as many months as memory bears, at a small scale all of them."""
        months = min(MONTH_COUNT, max(1, int(SCALE_OF_A_MONTH / self.scale)))
        for first in range(0, MONTH_COUNT, months):
            yield first, min(first + months, MONTH_COUNT) - 1

    def tell(self, step: str) -> None:
        """Say what is being made."""
        if self.on_step:
            self.on_step(step)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a small query."""
        return self.con.execute(sql).fetchall()

    def count(self, thing: float, at_least: int = 1) -> int:
        """How many of a thing this scale has, when scale 1 has `thing`."""
        return max(at_least, round(thing * self.scale))


def _between(days: list[date], first: date, after: date) -> list[date]:
    return [day for day in days if first <= day < after]


def _running_count(days: list[date]) -> list[int]:
    counts, count = [], 0
    for day in days:
        count += is_working(day)
        counts.append(max(count, 1))
    return counts
