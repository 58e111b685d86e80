"""What leaves the warehouse and what comes back: shipments and returns.

Belongs here: the flow of goods. Doesn't belong here: orders (orders.py), credit notes (invoices.py).
Keys: did = oid * 10 + wave names a delivery; a shipment line has the lid of its order line.
"""

from __future__ import annotations

from demo.world import World

# A shipment line; freight is shared out by weight, the grosze left over go to the first line.
_SHIPMENTS = """
with

waves as (
    select
        order_lines.lid, order_lines.oid, order_lines.m, order_lines.cid, order_lines.pid,
        order_lines.confirmed_pieces,
        order_lines.weight_kg, orders.order_date, orders.promised_date, orders.is_rush, orders.territory,
        orders.channel_id,
        case when is_backorder and not is_rush then 1 else 0 end as wave,
        order_lines.oid * 10 + case when is_backorder and not is_rush then 1 else 0 end as did,
    from order_lines
    inner join orders using (oid)
    where chunk_has(order_lines.m) and not order_lines.is_cancelled
),

sent as (
    select
        *,
        greatest(order_date, workday_after(promised_date, -1 + wave * whole('ship.back', did, 4, 11)
            + case when u('ship.late', did) < 0.10 then whole('ship.days', did, 1, 5) else 0 end)) as shipped_date,
        sum(weight_kg) over (partition by did) as delivery_weight,
        row_number() over (partition by did order by lid) as place,
    from waves
),

costed as (
    select
        *,
        cast(1 + floor(delivery_weight / 25) as integer) as package_count,
        cast(20 + 25 * territory + whole('ship.km', did, 0, 90) as decimal(18,3)) as distance_km,
        cast(1500 + 900 * least(floor(delivery_weight / 25), 8) + floor(delivery_weight * 45)
            + case when is_rush then 6500 else 0 end as bigint) as freight_grosze,
    from sent
)

select
    lid, did, oid, m, cid, pid, wave, shipped_date, is_rush, package_count, distance_km, weight_kg, place,
    confirmed_pieces as pieces,
    workday_after(shipped_date, case when is_rush then 1 when u('ship.transit', did) < 0.9 then 1
        else 2 end) as delivered_date,
    pick('ship.carrier', did, getvariable('carriers')) as carrier,
    cast(cast(freight_grosze * weight_kg / delivery_weight as bigint)
        + case when place = 1
            then freight_grosze
                - sum(cast(freight_grosze * weight_kg / delivery_weight as bigint)) over (partition by did)
            else 0 end
        as decimal(18,0)) * 0.01 as freight_cost,
from costed
where shipped_date <= getvariable('last_day')
"""
_RETURNS = """
with

sent_back as (
    select shipments.lid, shipments.did, shipments.oid, shipments.cid, shipments.pid, shipments.pieces,
    order_lines.unit_price, order_lines.unit_cost,
        delivered_date + cast(whole('return.day', lid, 4, 19) as integer) as returned_date,
        cast(greatest(1, ceil(shipments.pieces * (0.2 + 0.8 * u('return.part',
            lid)))) as integer) as returned_pieces,
    from shipments
    inner join order_lines using (lid)
    where chunk_has(shipments.m) and chance('return', lid, order_lines.return_share)
)

select
    *,
    chance('return.defect', lid, 0.4) as is_defective,
    chance('return.stock', lid, 0.75) as is_restocked,
    pick('return.reason', lid,
        ['Uszkodzony w transporcie', 'Wada', 'Pomyłka w zamówieniu', 'Niezgodny z opisem', 'Rezygnacja']) as reason,
    minutes(18 + 6 * u('return.minutes', lid)) as handling_minutes,
from sent_back
where returned_date <= getvariable('last_day')
"""


def build(world: World) -> None:
    """Make shipments and returns."""
    world.fill("shipments", _SHIPMENTS)
    world.fill("returns", _RETURNS)
