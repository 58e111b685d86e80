"""What the CRM knows of the market: competitors, potentials, the press.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_COMPETITORS = """
select 'KON-' || cast(n as varchar) as competitor_id,
['Narzex', 'Hurtmax Brzask', 'Tooland', 'Elmarket Sowa', 'Prowadnik', 'Stalmix Online'][n] as competitor_name,
'Handel narzędziami' as industry, 'PL' as country,
    case when n in (3, 6) then 'national' else 'regional' end as operating_area,
    cast(40 * n + 15 as bigint) as headcount, money(n * 11500000) as annual_revenue_amount,
    cast(0.02 * n as decimal(9,4)) as market_share,
    ['niskie ceny', 'szybka dostawa', 'duży wybór', 'serwis', 'bliskość', 'sklep internetowy'][n] as strengths,
    ['słaby serwis', 'wysokie ceny', 'wolne dostawy', 'wąski asortyment', 'braki',
        'brak doradców'][n] as weaknesses, true as is_active
from (select unnest(range(1, 7)) as n) as rivals
"""
_OBSERVATIONS = """
select 'OBS-' || lpad(cast(n as varchar), 5, '0') as competitor_observation_id,
'KON-' || cast(1 + n % 6 as varchar) as competitor_id,
workday(cast(n // 10 as integer), u('seen', n)) as observed_date,
    pick('seen.source', n, ['wizyta u klienta', 'strona www', 'targi', 'prasa']) as source,
    crm_user(someone(getvariable('first_field_sales'), getvariable('count_field_sales'),
        u('seen.by', n)) * 10) as employee_id,
    product_code(products.pid) as product_id, products.product_group,
    'odpowiednik ' || products.product_family as competitor_product_name,
    territory_code(1 + n % 8) as territory_id,
    cast(0.01 + 0.15 * u('seen.share', n) as decimal(9,4)) as market_share,
    share_of(base_price, 0.86 + 0.24 * u('seen.price', n)) as competitor_price_amount, 'PLN' as currency,
    cast(whole('seen.quality', n, 2, 9) as decimal(9,1)) as quality_score,
    cast(whole('seen.modern', n, 2, 9) as decimal(9,1)) as modernity_score,
    cast(whole('seen.mood', n, 3, 9) as decimal(9,1)) as satisfaction_score,
from range(240) as sightings (n)
inner join products on products.pid = 1 + cast(floor(u('seen.what', n) * getvariable('last_good')) as integer)
"""
_POTENTIALS = """
select 'POT-' || cast(cid as varchar) || '-' || cast(year as varchar) as customer_potential_id,
crm_customer(cid) as customer_id, make_date(year, 1, 1) as period_start_date,
make_date(year, 12, 31) as period_end_date,
    cast(round(greatest(orders_mean * lines_mean * line_value * size * 12,
        6000) * (1.1 + 3 * pow(u('wallet', cid), 2)), -2) as decimal(18,2)) as potential_amount,
    'KON-' || cast(1 + cid % 6 as varchar) as competitor_id,
    cast(0.1 + 0.5 * u('wallet.rival', cid) as decimal(9,4)) as competitor_share,
    make_date(year, 1, 20) as estimated_date, 'rozmowa z klientem' as source,
    crm_user(care_slot * 10) as employee_id,
from customers
cross join (values (2025), (2026)) as years (year)
where is_in_crm and customer_type = 'company' and created_date < make_date(year, 1, 15)
"""
_PRESS = """
select 'MED-' || lpad(cast(n as varchar), 4, '0') as press_mention_id,
workday(cast(n // 3 as integer), u('press', n)) as published_date,
pick('press.name', n,
    ['Głos Majstra', 'Narzędzia i My', 'Portal Warsztatowy', 'Gazeta Składowa']) as publication_name,
    pick('press.kind', n, ['press', 'web', 'social_media', 'industry_report']) as publication_kind,
    'Test: ' || products.product_name as title, product_code(products.pid) as product_id,
    case when n % 4 = 0 then 'KON-' || cast(1 + n % 6 as varchar) end as competitor_id,
    pick('press.mood', n, ['positive', 'neutral', 'negative']) as sentiment,
    cast(0.3 + 0.7 * u('press.rating', n) as decimal(9,2)) as rating_share,
    cast(whole('press.reach', n, 500, 60000) as bigint) as reach_count,
    case when n % 4 = 0 then money(whole('press.sales', n, 1, 30) * 100000) end as competitor_sales_amount,
    'Porównanie narzędzi w warsztacie.' as mention_text,
from range(72) as mentions (n)
inner join products on products.pid = 1 + cast(floor(u('press.what', n) * getvariable('last_good')) as integer)
"""

EXPORTS = [
    Export("crm", "competitors", "once", _COMPETITORS, "competitor_id"),
    Export("crm", "competitor_observations", "once", _OBSERVATIONS, "competitor_observation_id"),
    Export("crm", "customer_potentials", "once", _POTENTIALS, "customer_potential_id"),
    Export("crm", "press_mentions", "once", _PRESS, "press_mention_id"),
]
