"""Invoices and credit notes with their lines.

Belongs here: what is invoiced. Doesn't belong here: how it is paid (payments.py), the ledger (ledger.py).
Keys: iid = kind * 10^11 + m * 10^8 + n; kinds: 1 goods, 2 repairs, 3 service contracts, 4 credit notes.
ilid = iid * 100 + line.
"""

from __future__ import annotations

from demo.world import LAST_DAY, World

# What each document is made from: a delivery, a repair, a quarter of a contract, a return, a price cut after a
# complaint.
_HEADS = """
with

asked as (
    select 1 as kind, did as source, cid, oid, min(shipped_date) as invoice_date
    from shipments
    where shipped_date between getvariable('from_date') and getvariable('to_date')
    group by did, cid, oid

    union all

    select 2, rid, cid, null, finished_date
    from repairs
    where coverage = 'post_warranty' and finished_date between getvariable('from_date') and getvariable('to_date')

    union all

    select 3, ucid * 10 + quarter, cid, null,
    cast(start_date + to_months(cast(3 * quarter as integer)) as date) as billed_date
    from contracts
    cross join range(4) as quarters (quarter)
    where cast(start_date + to_months(cast(3 * quarter as integer)) as date) between getvariable('from_date')
        and getvariable('to_date')
        and (lost_m is null or month_of(cast(start_date + to_months(cast(3 * quarter as integer)) as date)) < lost_m)

    union all

    select 4, lid * 10 + 1, cid, oid, workday_after(returned_date, whole('return.credit', lid, 2, 8))
    from returns
    where workday_after(returned_date, whole('return.credit', lid, 2, 8)) between getvariable('from_date')
        and getvariable('to_date')

    union all

    select 4, lid * 10 + 2, cid, oid, workday_after(decided_date, 1)
    from complaints
    where origin = 2 and decision = 'accepted' and chance('complaint.cut', lid, 0.5)
        and workday_after(decided_date, 1) between getvariable('from_date') and getvariable('to_date')
),

numbered as (
    select
        asked.*, month_of(invoice_date) as m,
        row_number() over (partition by kind, month_of(invoice_date) order by invoice_date, source) as n,
    from asked
)

select
    kind * 100000000000 + m * 100000000 + n as iid,
    numbered.* exclude (n),
    ['FV', 'FS', 'FU', 'FK'][kind] as series,
    care_in(care_slot, next_care_slot, move_m, m) as slot,
    invoice_date + term_days as due_date,
from numbered
inner join customers using (cid)
"""
_SOLD = """
select shipments.lid, heads.iid, shipments.place, shipments.pid, shipments.pieces, order_lines.list_price,
order_lines.unit_price
from shipments
inner join heads on heads.kind = 1 and heads.source = shipments.did
inner join order_lines using (lid)
where shipments.lid in (select lid from returns union all select lid from complaints where origin = 2)
"""
_GOODS = """
select
    iid * 100 + place as ilid, iid, heads.m, cid, place as n, pid, 'sale' as line_kind,
    cast(null as varchar) as charge_kind,
    quantity(pieces) as quantity, list_price, unit_price,
    money(list_price * pieces) as gross_amount,
    money((list_price - unit_price) * pieces) as discount_amount,
    money(unit_price * pieces) as net_amount,
    money(unit_cost * pieces) as cost_amount,
    promotion_id, is_sample, shipments.lid, cast(null as bigint) as corrected_ilid,
    cast(null as bigint) as rid, cast(null as bigint) as ucid, cast(null as bigint) as qid,
from heads
inner join (select lid, did, pid, place, pieces from shipments) as shipments on heads.source = shipments.did
inner join (select lid, list_price, unit_price, unit_cost, promotion_id, is_sample
    from order_lines) as order_lines using (lid)
where kind = 1 and chunk_has(heads.m)
"""
_FREIGHT = """
select
    iid * 100 + 99, iid, heads.m, heads.cid, 99, null, 'charge', 'freight', quantity(1), orders.freight_amount,
    orders.freight_amount,
    orders.freight_amount, 0.00, orders.freight_amount, 0.00, null, false, null, null, null, null, null,
from heads
inner join orders using (oid)
inner join (
    select min(did) as did from shipments
    where m between getvariable('chunk_first') - 3 and getvariable('chunk_last') group by oid
) as first_deliveries on heads.source = first_deliveries.did
where kind = 1 and chunk_has(heads.m) and orders.freight_amount > 0
"""
_REPAIR_LINES = """
with

work as (
    select iid, heads.m, heads.cid, rid, 1 as n, service_pid(1) as pid, quantity(labour_minutes / 60) as quantity,
    180.00 as price
    from heads
    inner join repairs on heads.source = repairs.rid
    where kind = 2 and chunk_has(heads.m)

    union all

    select iid, heads.m, heads.cid, rid, 2, service_pid(2), quantity(distance_km), 2.40
    from heads
    inner join repairs on heads.source = repairs.rid
    where kind = 2 and chunk_has(heads.m) and distance_km > 0
),

items as (
    select iid, m, cid, rid, n, pid, quantity, price, money(quantity * price) as net_amount, 0.00 as cost_amount
    from work

    union all

    select iid, heads.m, heads.cid, rid, 2 + part_key % 10, part_pid, quantity(pieces), list_price,
    money(list_price * pieces), money(unit_cost * pieces)
    from heads
    inner join repair_parts on heads.source = repair_parts.rid
    where kind = 2 and chunk_has(heads.m)
)

select
    iid * 100 + n, iid, m, cid, n, pid, 'sale', null, quantity, price, price, net_amount, 0.00, net_amount,
    cost_amount,
    null, false, null, null, rid, null, null,
from items
"""
_CONTRACT_LINES = """
select
    iid * 100 + 1, iid, heads.m, heads.cid, 1, service_pid(3), 'sale', null, quantity(3), fee_amount, fee_amount,
    money(3 * fee_amount), 0.00, money(3 * fee_amount), 0.00, null, false, null, null, null, ucid, null,
from heads
inner join contracts on heads.source // 10 = contracts.ucid
where kind = 3 and chunk_has(heads.m)
"""
# Goods that come back take their whole price, discount and, if they go to stock again, their cost back.
_CREDITED = """
select
    heads.iid * 100 + 1, heads.iid, heads.m, heads.cid, 1, sold.pid, 'credit_note', null,
    quantity(-returned_pieces), sold.list_price, sold.unit_price,
    money(-sold.list_price * returned_pieces), money((sold.unit_price - sold.list_price) * returned_pieces),
    money(-sold.unit_price * returned_pieces),
    case when is_restocked then money(-returns.unit_cost * returned_pieces) else 0.00 end,
    null, false, sold.lid, sold.iid * 100 + sold.place, null, null, null,
from heads
inner join returns on heads.source // 10 = returns.lid
inner join sold on returns.lid = sold.lid
where kind = 4 and heads.source % 10 = 1 and chunk_has(heads.m)

union all

select
    heads.iid * 100 + 1, heads.iid, heads.m, heads.cid, 1, sold.pid, 'credit_note', null, quantity(0), null, null,
    -cut_amount, 0.00, -cut_amount, 0.00, null, false, sold.lid, sold.iid * 100 + sold.place, null, null, qid,
from heads
inner join complaints on heads.source // 10 = complaints.lid and complaints.origin = 2
inner join sold on complaints.lid = sold.lid
cross join lateral (select money(sold.unit_price * sold.pieces * 0.08) as cut_amount) as cuts
where kind = 4 and heads.source % 10 = 2 and chunk_has(heads.m)
"""
_INVOICES = """
select
    heads.*,
    document(series, iid % 100000000000) as document_number,
    case when kind in (2, 3) then 'S-SERW' else orders.channel_id end as channel_id,
    totals.net_amount, share_of(totals.net_amount, 0.23) as vat_amount, totals.cost_amount,
    totals.net_amount + share_of(totals.net_amount, 0.23) as with_vat_amount,
from heads
inner join (
    select iid, cast(sum(net_amount) as decimal(18,2)) as net_amount,
    cast(sum(cost_amount) as decimal(18,2)) as cost_amount
    from invoice_lines
    where chunk_has(m)
    group by iid
) as totals using (iid)
left join orders on heads.oid = orders.oid
where chunk_has(heads.m)
"""


def build(world: World) -> None:
    """Make invoice_lines and invoices."""
    world.let("from_date", world.rows("select month_start(0)")[0][0])
    world.let("to_date", LAST_DAY)
    world.make("heads", _HEADS)
    world.make("sold", _SOLD)
    for number, sql in enumerate((_GOODS, _FREIGHT, _REPAIR_LINES, _CONTRACT_LINES, _CREDITED)):
        world.fill("invoice_lines", sql, again=number > 0)
    world.fill("invoices", _INVOICES)
    world.con.execute("drop table heads; drop table sold")
