"""Who buys: customers with their true character, prospects, contact persons, and their records in the CRM.

Belongs here: customers and people outside, their birth, loss and who looks after them.
Doesn't belong here: what they do (orders.py, activities.py …), the monthly state of their records (exports/).
"""

from __future__ import annotations

from demo.world import World

# What makes a customer dear or cheap. Orders, visits, calls, tickets: a month. Value: zlotys a line. Discount: basis
# points. Late: days after the due date. Loss: the monthly chance to leave for good.
_CHARACTERS = """
select * from (values
    ('golden',    3, 2.10, 6.5, 4900,  500, 1100, 0.85, 0.03, 0.006, -3,  4, 0.60, 1.00, 0.25, 0.004, 30, false,
        0.08),
    ('costly',    3, 8.20, 1.6, 1950, 3300, 4000, 0.05, 0.45, 0.070, 25, 70, 5.50, 9.00, 3.30, 0.006, 60, true,
         0.15),
    ('regular',  10, 1.00, 3.0, 1600, 1500, 2500, 0.40, 0.08, 0.020,  0, 22, 0.80, 1.20, 0.40, 0.010, 30, false,
        0.10),
    ('small',    28, 0.50, 2.5,  530,  450, 1250, 0.40, 0.06, 0.015, -2, 18, 0.13, 0.50, 0.12, 0.013, 14, false,
        0.04),
    ('person',    6, 0.26, 1.6,  420,    0,  300, 1.00, 0.05, 0.040,  0,  0, 0.00, 0.05, 0.10, 0.030,  0, false,
        0.00),
    ('own_group', 0, 1.50, 5.0, 2500, 3000, 3000, 1.00, 0.00, 0.000,  0,  0, 0.00, 0.30, 0.00, 0.000, 30, true,
         0.00),
    ('prospect',  0, 0.00, 0.0,    0,    0,    0, 0.00, 0.00, 0.000,  0,  0, 0.08, 0.20, 0.00, 0.000,  0, false,
        0.06)
) as characters (
    character, in_fifty, orders_mean, lines_mean, line_value, discount_low, discount_high, electronic_share,
    rush_share,
    return_share, late_low, late_high, visits_mean, calls_mean, tickets_mean, loss_chance, term_days,
    is_freight_free, deals_mean,
)
"""
_CUSTOMERS = """
with

ladder as (
    select
        character,
        sum(in_fifty) over (order by character) - in_fifty as first_place,
        sum(in_fifty) over (order by character) as after_place,
    from characters
    where in_fifty > 0
),

placed as (
    select
        cast(cid as bigint) as cid,
        (cid - 1 + whole('customer.deal', (cid - 1) // 50, 0, 49)) % 50 as place,
        cid > getvariable('customer_count') as is_prospect,
    from range(1, getvariable('customer_count') + getvariable('prospect_count') + 1) as customers (cid)
),

natured as (
    select
        cid, is_prospect,
        case when is_prospect then 'prospect' when cid % 500 = 17 then 'own_group' else ladder.character
            end as character,
        h('customer.nature', cid) as nature,
        h('customer.size', cid) as size_hash,
    from placed
    inner join ladder
        on placed.place >= ladder.first_place
        and placed.place < ladder.after_place
),

lived as (
    select
        natured.*, characters.* exclude (character, in_fifty),
        case
            when character in ('person', 'small') and chance('customer.young', cid, 0.40)
                or character in ('regular', 'golden', 'costly') and chance('customer.young', cid, 0.16)
                then cast(whole('customer.born', cid, 0, 21) as integer)
            else -1 - cast(whole('customer.before', cid, 1, 80) as integer)
        end as born_m,
        -- Half to more than double the usual size, more small than large.
        0.5 + 1.7 * pow(part(size_hash, 0), 2) as size,
        ln(1 - u('customer.lost', cid)) / ln(1 - greatest(loss_chance, 0.0001)) as months_left,
    from natured
    inner join characters using (character)
)

select
    lived.* exclude (months_left),
    case when character not in ('own_group', 'prospect') and greatest(born_m, 0) + 1 + floor(months_left) < 24
        then cast(greatest(born_m, 0) + 1 + floor(months_left) as integer)
    end as lost_m,
    case when character = 'person' then 'person' else 'company' end as customer_type,
    cast(discount_low + floor((discount_high - discount_low) * part(nature, 0)) as integer) as discount_points,
    cast(late_low + floor((late_high - late_low) * part(nature, 1)) as integer) as late_days,
    cast(whole('customer.group', cid, 1, 8) as integer) as favourite_group,
    pick('customer.industry', cid, getvariable('industries')) as industry,
    pick('customer.street', cid, getvariable('streets')) || ' '
        || cast(whole('customer.door', cid, 1, 120) as varchar) as street,
    pick('customer.given', cid, getvariable('given_names')) as given_name,
    pick('customer.family', cid, getvariable('family_names')) as family_name,
    pick('customer.stem', cid, getvariable('firm_stems'))
        || pick('customer.ending', cid, getvariable('firm_endings')) as firm,
    pick('customer.trade', cid, getvariable('firm_trades')) as trade,
    pick('customer.form', cid, getvariable('legal_forms')) as legal_form,
    pick('customer.source', cid, getvariable('lead_sources')) as lead_source,
    cities.city, cities.region, cities.territory,
    cities.postal_prefix || '-'
        || lpad(cast(whole('customer.postal', cid, 1, 999) as varchar), 3, '0') as postal_code,
    case when character in ('golden', 'costly', 'regular', 'prospect') then 'field'
        when character = 'person' then 'web' else 'inside' end as care,
    case when chance('customer.moves', cid, 0.07) then cast(whole('customer.move', cid, 4, 20) as integer)
        end as move_m,
from lived
inner join cities on cities.city_no = whole('customer.city', cid, 1, 24)
"""
# Who looks after a customer: the field slot of its territory, someone inside, or the web shop; after a move the
# next one.
_CARE = """
with

named as (
    select
        *,
        case when customer_type = 'person' then given_name || ' ' || family_name
            else trim(firm || ' ' || trade || ' ' || legal_form) end as customer_name,
        case care
            when 'field' then getvariable('first_field_sales')
                + (territory - 1 + 8 * whole('care.row', cid, 0,
                    getvariable('count_field_sales') // 8)) % getvariable('count_field_sales')
            when 'web' then someone(getvariable('first_web_shop'), getvariable('count_web_shop'), u('care', cid))
            else someone(getvariable('first_inside_sales'), getvariable('count_inside_sales'), u('care', cid))
        end as care_slot,
    from customers_drawn
)

select
    named.* exclude (care_slot, trade, legal_form),
    cast(care_slot as integer) as care_slot,
    cast(case when care = 'field'
        then getvariable('first_field_sales')
            + (care_slot - getvariable('first_field_sales') + 1) % getvariable('count_field_sales')
        else care_slot end as integer) as next_care_slot,
    case when born_m >= 0 then month_start(born_m) - cast(whole('customer.entered', cid, 20, 70) as integer)
        when is_prospect then month_start(cast(whole('prospect.entered', cid, 0,
            22) as integer)) + cast(whole('prospect.day', cid, 0, 27) as integer)
        else date '2024-10-31' + born_m * 30 end as created_date,
    case when customer_type = 'company' then '999' || lpad(cast(cid as varchar), 7, '0') end as tax_id,
    case when customer_type = 'person' then 'klient' || cast(cid as varchar) || '@poczta.example'
        else 'biuro@' || lower(translate(firm, 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ ', 'acelnoszzacelnoszz'))
            || cast(cid as varchar) || '.example' end as email,
    '+48 000 ' || lpad(cast(cid // 1000 % 1000 as varchar), 3, '0') || ' '
        || lpad(cast(cid % 1000 as varchar), 3, '0') as phone,
    customer_type = 'company' or chance('customer.in_crm', cid, 0.5) as is_in_crm,
    case when u('link', cid) < 0.70 then 'master' when u('link', cid) < 0.84 then 'tax_id'
        when u('link', cid) < 0.90 then 'email' else 'none' end as link_kind,
    not is_prospect and customer_type = 'company' and chance('double', cid, 0.03) as is_doubled,
    min(case when character = 'golden' then cid end) over (partition by (cid - 1) // 50) as group_head_cid,
from named
"""
_CONTACTS = """
with

people as (
    select *, unnest(range(1, 2 + case when customer_type = 'person' then 0
        else whole('contact.count', cid, 0, 2) end)) as place
    from customers
    where is_in_crm
)

select
    cid * 10 + place as kid, cid, place,
    case when customer_type = 'person' then customer_name
        else pick('contact.given', cid * 10 + place, getvariable('given_names')) || ' '
            || pick('contact.family', cid * 10 + place, getvariable('family_names')) end as contact_name,
    case when customer_type = 'company' then pick('contact.position', cid * 10 + place, getvariable('positions'))
        end as job_title,
    case when customer_type = 'person' then people.email
        else 'osoba' || cast(place as varchar) || '.' || split_part(people.email, '@', 1) || '@'
            || split_part(people.email, '@', 2) end as email,
    chance('contact.consent', cid * 10 + place, 0.68) as has_marketing_consent,
    people.created_date + cast(whole('contact.entered', cid * 10 + place, 0, 20) as integer) as created_date,
    case when place > 1 and chance('contact.gone', cid * 10 + place, 0.08)
        then month_start(cast(whole('contact.when', cid * 10 + place, 2, 23) as integer)) end as left_date,
from people
"""


def build(world: World) -> None:
    """Make characters, customers (prospects included) and contacts."""
    world.let("customer_count", world.count(500, 50))
    world.let("prospect_count", world.count(90, 9))
    world.make("characters", _CHARACTERS)
    world.make("customers_drawn", _CUSTOMERS)
    world.make("customers", _CARE)
    world.con.execute("drop table customers_drawn")
    world.make("contacts", _CONTACTS)
    world.con.execute(_OWNERS)


# The slot that looks after a customer in month m.
_OWNERS = """
create macro care_in(care_slot, next_care_slot, move_m, m) as
    case when move_m is not null and m >= move_m then next_care_slot else care_slot end;
"""
