"""What is sold: product groups, products with ladders, complements and prices by year, services, promotions.

Belongs here: the assortment and its prices. Doesn't belong here: who buys it at what discount (orders.py).
"""

from __future__ import annotations

from demo.world import World

# group, share of the assortment, median list price, cost as a share of it, families, is it a machine that is serviced
_GROUPS = [
    ("Elektronarzędzia", 0.16, 620, 0.66, ["Wiertarki", "Szlifierki", "Pilarki", "Wkrętarki"], True),
    ("Narzędzia ręczne", 0.22, 75, 0.60, ["Klucze", "Młotki", "Szczypce", "Wkrętaki"], False),
    ("Pomiary", 0.08, 340, 0.64, ["Lasery", "Suwmiarki", "Mierniki"], True),
    ("Pneumatyka", 0.08, 900, 0.68, ["Kompresory", "Klucze pneumatyczne"], True),
    ("Spawalnictwo", 0.07, 1400, 0.69, ["Spawarki", "Przyłbice"], True),
    ("Ogród", 0.08, 480, 0.67, ["Kosiarki", "Pilarki łańcuchowe", "Myjki"], True),
    ("Osprzęt", 0.21, 38, 0.57, ["Wiertła", "Tarcze", "Bity", "Papiery ścierne"], False),
    ("BHP", 0.06, 55, 0.58, ["Rękawice", "Obuwie", "Okulary"], False),
    ("Części zamienne", 0.04, 60, 0.54, ["Szczotki", "Łożyska", "Przewody"], False),
]
_PRODUCTS = """
with

members as (
    select *, unnest(range(first_pid, last_pid + 1)) as pid from product_groups
),

shaped as (
    select
        cast(pid as integer) as pid, group_no, product_group, median_price, cost_share, is_machine,
        cast((pid - first_pid) // 3 as integer) as ladder,
        cast((pid - first_pid) % 3 as integer) as tier,
        families[1 + cast(((pid - first_pid) // 3) % len(families) as integer)] as product_family,
        first_pid, last_pid,
    from members
)

select
    pid, group_no, product_group, product_family, ladder, tier, is_machine,
    product_family || ' ' || pick('product.brand', group_no * 100000 + ladder, getvariable('brands')) || ' '
        || ['Eko', 'Standard', 'Pro'][tier + 1] || ' ' || cast(100 + (ladder * 7) % 900 as varchar) as product_name,
    pick('product.brand', group_no * 100000 + ladder, getvariable('brands')) as brand,
    pick('product.supplier', group_no * 100000 + ladder, getvariable('suppliers')) as supplier_name,
    money(round(
        median_price * (0.35 + 2.4 * pow(u('product.price', group_no * 100000 + ladder), 3)) * [0.72, 1.0,
            1.45][tier + 1], 1
    ) + 0.90) as base_price,
    cast(cost_share + 0.06 * (u('product.cost', pid) - 0.5) as decimal(9,4)) as cost_share,
    case when tier < 2 and pid < last_pid then pid + 1 end as next_step_pid,
    case when tier = 2 and chance('product.new', pid, 0.18)
        then month_start(cast(whole('product.month', pid, 1, 20) as integer)) end as launched_date,
    cast(round(0.05 + pow(median_price, 0.6) / 30 * (0.5 + u('product.weight', pid)),
        3) as decimal(12,3)) as weight_kg,
    product_group = 'Części zamienne' as is_spare_part,
    false as is_service,
from shaped
"""
_SERVICES = """
select cast(getvariable('last_good') + service_no as integer) as pid, * from (values
    (1, 'Robocizna serwisowa', 180.00), (2, 'Dojazd serwisanta', 2.40), (3, 'Umowa serwisowa', 450.00),
    (4, 'Przegląd techniczny', 320.00), (5, 'Szkolenie z obsługi', 900.00), (6, 'Kalibracja', 260.00)
) as services (service_no, product_name, base_price)
"""
# Three price years: list prices rise each January; purchase prices creep up every month.
_PRICES = """
select
    pid, price_year,
    money(base_price * [1.00, 1.04, 1.09][price_year + 1]) as list_price,
    base_price * cost_share as base_cost,
from products
cross join (values (0), (1), (2)) as years (price_year)
"""
_PROMOTIONS = """
with

drawn as (
    select
        cast(n as integer) as promotion_no,
        cast(whole('promotion.group', n, 1, 8) as integer) as group_no,
        month_start(cast(1 + (n - 1) * 22 // 16 as integer)) + cast(whole('promotion.day', n, 0,
            9) as integer) as valid_from_date,
        cast(whole('promotion.days', n, 10, 27) as integer) as day_count,
        cast(whole('promotion.depth', n, 6, 14) * 100 as integer) as discount_points,
    from range(1, 17) as promotions (n)
)

select
    'PROMO-' || lpad(cast(promotion_no as varchar), 2, '0') as promotion_id,
    drawn.promotion_no, drawn.group_no, product_groups.product_group, valid_from_date,
    valid_from_date + day_count as valid_to_date, discount_points,
    cast(0.30 as decimal(9,4)) as true_uplift_share,
from drawn
inner join product_groups on drawn.group_no = product_groups.group_no
-- No two promotions of one group overlap, so that a line has one at most.
qualify valid_from_date > coalesce(max(valid_from_date + day_count) over (
    partition by drawn.group_no order by promotion_no rows between unbounded preceding and 1 preceding
), date '1900-01-01')
"""


def build(world: World) -> None:
    """Make product_groups, products, services, prices and promotions."""
    _make_groups(world)
    world.make("products", _PRODUCTS)
    world.make("services", _SERVICES)
    world.make("prices", _PRICES)
    world.make("promotions", _PROMOTIONS)
    world.con.execute(_PRICE_MACROS)


# Spring sells tools, winter doesn't: the months' weights are in orders.py; here only prices by day.
_PRICE_MACROS = """
create macro price_year(d) as cast(year(d) - 2024 as integer);
create macro unit_cost(base_cost, m) as cast(base_cost * cast(1 + 0.0025 * m as decimal(9,4)) as decimal(18,4));
create macro service_pid(n) as cast(getvariable('last_good') + n as integer);
"""


def _make_groups(world: World) -> None:
    product_count = max(60, round(1200 * world.scale**0.5))
    world.con.execute(
        "create table product_groups (group_no integer, product_group varchar, first_pid integer, last_pid integer,"
        " median_price integer, cost_share decimal(9,4), families varchar[], is_machine boolean)"
    )
    last = 0
    for number, (group, share, price, cost, families, is_machine) in enumerate(_GROUPS, 1):
        first, last = last + 1, last + max(3, round(product_count * share))
        world.con.execute(
            "insert into product_groups values ($1, $2, $3, $4, $5, $6, $7, $8)",
            [number, group, first, last, price, cost, families, is_machine],
        )
    world.let("last_good", last)
