"""What an export is: one table of one system, a query with standard column names, and how it is cut into files.

Belongs here: the shape of an export, the macros that all of them use. Doesn't belong here: the queries (the modules
beside this one), the writing (writers.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from demo.world import World

# month, year: transactions of that span; state: the whole list as of each month's end; once: one file.
Cut = Literal["month", "year", "state", "once"]


@dataclass(frozen=True)
class Export:
    """One table of one system.

    sql: keeps its months by `where cut_has(m)` (state: what is true at month_end(state_m())); order: the columns that
    put its rows in one order, whoever asks.
    """

    system: str
    entity: str
    cut: Cut
    sql: str
    order: str

    @property
    def name(self) -> str:
        """The system and the entity, with a dot between."""
        return f"{self.system}.{self.entity}"


MACROS = """
create macro cut_has(m) as m between getvariable('cut_first') and getvariable('cut_last');
create macro state_m() as getvariable('cut_last');
create macro entry_code(m, block, key, n) as
    'K' || lpad(cast(m as varchar), 2, '0') || '-' || cast(block as varchar) || '-' || key || '-' || cast(n as varchar);
create macro order_code(oid) as document('ZAM', oid);
create macro line_code(lid) as 'L' || cast(lid as varchar);
create macro delivery_code(did) as document('WZ', did // 10) || '/' || cast(did % 10 as varchar);
create macro invoice_code(iid) as cast(iid as varchar);
create macro deal_code(vid) as 'SZ-' || lpad(cast(vid as varchar), 7, '0');
create macro offer_code(fid) as 'OF-' || lpad(cast(fid as varchar), 8, '0');
create macro lead_code(lead_no) as 'LEAD-' || lpad(cast(lead_no as varchar), 7, '0');
create macro ticket_code(tid) as document('ZG', tid);
create macro repair_code(rid) as document('ZS', rid);
create macro contract_code(ucid) as 'UM-' || cast(ucid as varchar);
create macro machine_code(xid) as 'UR-' || lpad(cast(xid as varchar), 7, '0');
create macro complaint_code(qid) as 'REK-' || lpad(cast(qid as varchar), 6, '0');
create macro return_code(lid) as 'ZW' || cast(lid as varchar);
create macro member_code(mid) as 'ZAP-' || lpad(cast(mid as varchar), 8, '0');
create macro activity_code(aid) as 'AKT-' || cast(aid as varchar);
create macro territory_code(territory) as 'R' || cast(territory as varchar);
create macro campaign_code(campaign_no) as 'KAM-' || lpad(cast(campaign_no as varchar), 3, '0');
create macro project_customer(project_id) as
    case project_id when 'PRJ-001' then getvariable('first_golden') else getvariable('last_golden') end;
-- Every fourth order of a project's customer belongs to the project.
create macro project_of(cid, oid) as case when oid % 4 <> 0 then null
    when cid = getvariable('first_golden') then 'PRJ-001'
    when cid = getvariable('last_golden') then 'PRJ-002' end;
create macro visitor_code(cid) as 'v' || left(md5('visitor' || cast(cid as varchar)), 12);
create macro list_code(customer_type, nature_of) as case when customer_type = 'person' then 'DET'
    when nature_of in ('golden', 'costly') then 'KLUCZ' else 'HURT' end;
-- The CRM's second record of a customer entered twice takes every third ticket.
create macro crm_caller(cid, is_doubled, id) as case
    when is_doubled and id % 3 = 0 then 'FIR-D' || cast(cid as varchar) else crm_customer(cid) end;
create macro closing_time() as timestamp '2026-10-31 20:00:00';
-- Night work is done in the morning: no instant falls into the hour that a clock change skips or repeats.
create macro by_day(moment) as case when hour(moment) < 8 then date_trunc('day', moment) + interval 7 hour
    + to_minutes(cast(date_diff('minute', date_trunc('day', moment), moment) // 8 as bigint)) else moment end;
create macro full_name(given_name, family_name) as given_name || ' ' || family_name;
create macro staff_email(eid) as 'p' || cast(eid as varchar) || '@cietrzew.example';
create macro latin(name) as lower(translate(name, 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ ', 'acelnoszzACELNOSZZ.'));
"""


def prepare(world: World) -> None:
    """Make the macros of exports."""
    [(first, last)] = world.rows("select min(cid), max(cid) from customers where character = 'golden'")
    world.let("first_golden", first)
    world.let("last_golden", last)
    world.con.execute(MACROS)
