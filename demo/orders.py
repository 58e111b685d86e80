"""What customers ask for: orders and their lines.

Belongs here: the wish and its price. Doesn't belong here: what leaves the warehouse (shipments.py).
Keys: oid counts a month's orders (m * 100,000,000 + n), lid = oid * 100 + line.
"""

from __future__ import annotations

from demo.world import World

# A customer buys less in the three months before it leaves; spring and autumn are the season of tools.
_ORDERS_DRAWN = """
with

wishes as (
    select
        cid, months.m, character, customer_type, favourite_group, discount_points, return_share, is_freight_free,
        term_days, territory, line_value, size, care, care_slot, next_care_slot, move_m, electronic_share, rush_share,
        lines_mean, h('orders', cid * 100 + months.m) as wish_hash,
        orders_mean * size * (1 + 0.004 * months.m)
            * [0.75, 0.85, 1.05, 1.1, 1.15, 1.05, 0.9, 0.9, 1.1, 1.1, 1.05, 0.85][month(months.first_date)]
            * case when lost_m - months.m <= 3 then 0.5 else 1 end as mean,
    from customers
    inner join months
        on months.m >= customers.born_m
        and (customers.lost_m is null or months.m < customers.lost_m)
    where not is_prospect and chunk_has(months.m)
),

counted as (
    select * exclude (wish_hash, mean), often(wish_hash, mean) as times from wishes
),

drawn as (
    select * exclude (times), unnest(range(times)) as place from counted where times > 0
),

keyed as (
    select *, (cid * 100 + m) * 32 + place as okey, h('order', (cid * 100 + m) * 32 + place) as chance_hash
    from drawn
),

dated as (
    select
        *,
        case when character = 'person'
            then month_start(m) + cast(floor(u('order.day', okey) * (month_end(m) - month_start(m) + 1)) as integer)
            else workday(m, u('order.day', okey)) end as order_date,
        part(chance_hash, 0) < electronic_share as is_electronic,
        part(chance_hash, 1) < rush_share as is_rush,
        part(chance_hash, 2) < 0.02 as is_cancelled,
        cast(least(1 + often(h('order.lines', okey), lines_mean - 1), 40) as integer) as line_count,
    from keyed
)

select
    m * 100000000 + row_number() over (partition by m order by order_date, cid, place) as oid,
    m, cid, okey, order_date, is_electronic, is_rush, is_cancelled, line_count,
    character, customer_type, favourite_group, discount_points, return_share, is_freight_free, term_days, territory,
    line_value * (0.6 + 0.4 * size) as line_value,
    care_in(care_slot, next_care_slot, move_m, m) as care_slot,
    case when not is_electronic then case when care = 'field' and part(chance_hash, 3) < 0.15 then 'S-TER'
        else 'S-BOK' end
        when character = 'golden' and size > 1 or character = 'own_group' then 'S-EDI' else 'S-WWW'
            end as channel_id,
    day_at(order_date, whole('order.minute', okey, 450, 980)) as ordered_at,
    workday_after(order_date, case when is_rush then 1 else whole('order.wish', okey, 3, 8) end) as requested_date,
from dated
"""
# Two lines of three follow the customer's trade; after a machine often comes what is fitted to it.
_ORDER_LINES = """
with

lines as (
    select *, unnest(range(1, line_count + 1)) as line_number from orders_drawn where chunk_has(m)
),

picked as (
    select
        *, oid * 100 + line_number as lid,
        h('line', okey * 100 + line_number) as line_hash,
        h('line.more', okey * 100 + line_number) as more_hash,
        case when line_number % 2 = 0 and part(h('line.more', okey * 100 + line_number), 0) < 0.4
            then companion(wanted_pid(h('line', okey * 100 + line_number - 1), favourite_group))
            else wanted_pid(h('line', okey * 100 + line_number), favourite_group)
        end as wanted,
    from lines
),

-- Once an order, and what isn't launched yet is replaced by the step below it.
chosen as (
    select
        picked.* exclude (line_number), picked.line_number,
        case when products.launched_date > order_date then wanted - 1 else wanted end as pid,
    from picked
    inner join products on picked.wanted = products.pid
    qualify row_number() over (
        partition by oid, case when products.launched_date > order_date then wanted - 1 else wanted end
        order by line_number
    ) = 1
),

priced as (
    select
        chosen.*, prices.list_price, products.weight_kg, products.is_machine, products.group_no,
        promo_days.promotion_id,
        unit_cost(prices.base_cost, m) as unit_cost,
        case when part(more_hash, 1) < 0.003 then 10000 else least(
            chosen.discount_points + cast(floor(part(more_hash, 2) * 200) - 100 as integer)
            + case when character <> 'costly' then coalesce(promo_days.discount_points, 0) else 0 end, 6000
        ) end as points,
        greatest(1, round(
            line_value * (0.3 + 2.1 * pow(part(line_hash, 3), 2)) / cast(prices.list_price as double)
            * case when promo_days.promotion_id is not null then 1.3 else 1 end
        )) as pieces,
    from chosen
    inner join products on chosen.pid = products.pid
    inner join prices on chosen.pid = prices.pid and prices.price_year = price_year(order_date)
    left join promo_days on products.group_no = promo_days.group_no and chosen.order_date = promo_days.promo_date
)

select
    lid, oid, m, cid, line_number, cast(pid as integer) as pid, group_no, is_machine, promotion_id, list_price,
    unit_cost,
    case when points = 10000 then 0.00 else less(list_price, greatest(points, 0)) end as unit_price,
    points = 10000 as is_sample,
    cast(pieces as integer) as requested_pieces,
    cast(case when part(more_hash, 3) < 0.04 and pieces > 2 then floor(pieces * 0.7) else pieces
        end as integer) as confirmed_pieces,
    cast(pieces * weight_kg as decimal(18,3)) as weight_kg,
    part(line_hash, 2) < 0.06 as is_backorder,
    return_share, is_cancelled or u('line.cancelled', lid) < 0.005 as is_cancelled,
from priced
"""
_ORDERS = """
select
    orders_drawn.* exclude (return_share, favourite_group, line_value),
    totals.net_amount,
    -- Freight is free above 2,000 and for those who bargained it away.
    case when is_freight_free or totals.net_amount >= 2000 then 0.00 when is_rush then 59.00 else 24.00
        end as freight_amount,
    workday_after(requested_date, case when u('order.promise', okey) < 0.15 then whole('order.later', okey, 1, 3)
        else 0 end) as promised_date,
from orders_drawn
inner join (
    select oid, cast(sum(unit_price * confirmed_pieces) as decimal(18,2)) as net_amount
    from order_lines
    where chunk_has(m)
    group by oid
) as totals using (oid)
where chunk_has(m)
"""
_PROMO_DAYS = """
select
    group_no, promotion_id, discount_points,
    cast(unnest(generate_series(valid_from_date, valid_to_date, interval 1 day)) as date) as promo_date,
from promotions
"""
_MACROS = """
create macro wanted_group(x, favourite) as
    case when x < 0.6 then favourite
        else [1, 2, 2, 3, 4, 5, 6, 7, 7, 7, 8, 9][1 + cast(floor((x - 0.6) / 0.4 * 12) as integer)] end;
create macro in_group(group_no, x) as cast(
    getvariable('group_first')[group_no] + floor(pow(x, 1.8) * getvariable('group_size')[group_no]) as integer);
create macro wanted_pid(hash, favourite) as in_group(wanted_group(part(hash, 0), favourite), part(hash, 1));
create macro companion(pid) as
    cast(getvariable('group_first')[7] + (pid * 7) % getvariable('group_size')[7] as integer);
"""


def build(world: World) -> None:
    """Make order_lines and orders."""
    groups = world.rows("select first_pid, last_pid - first_pid + 1 from product_groups order by group_no")
    world.let("group_first", [first for first, _ in groups])
    world.let("group_size", [size for _, size in groups])
    world.con.execute(_MACROS)
    world.make("promo_days", _PROMO_DAYS)
    world.fill("orders_drawn", _ORDERS_DRAWN)
    world.fill("order_lines", _ORDER_LINES)
    world.fill("orders", _ORDERS)
    world.con.execute("drop table orders_drawn")
