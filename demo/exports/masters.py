"""The ERP's masters: customers, products, price lists, projects, promotions.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

# State by the last order: active for four months, dormant for nine, then lost.
_CUSTOMERS = """
with

bought as (
    select cid, min(m) as first_m, max(m) as last_m
    from (select distinct cid, m from orders where m <= state_m()) as months_bought group by cid
)

select
    erp_customer(customers.cid) as customer_id, customer_name, customer_type,
    case when character in ('costly', 'regular') and customers.cid % 11 = 3 and group_head_cid is not null
        then erp_customer(group_head_cid) end as parent_customer_id,
    tax_id, case when customer_type = 'company' then industry end as industry, 'PL' as country, customers.region,
    city, postal_code, street, email, phone,
    territory_code(customers.territory) as territory_id,
    case when size > 1.6 and character = 'golden' then 'D-WLA' when customers.cid % 17 = 0 then 'D-ODB'
        else 'D-KUR' end as channel_id,
    employee_code(holder(slots.slot, slots.handover, month_end(state_m()))) as employee_id,
    case when character in ('golden', 'costly') then 'key_accounts' when character = 'person' then 'consumers'
        when character = 'own_group' then 'partners'
        when state_m() - coalesce(last_m, -2) > 6 and born_m < state_m() then 'sleeping'
        when character = 'small' then 'small' when size > 1.5 and state_m() < 12 then 'growth' else 'core'
            end as segment_id,
    case when character in ('golden', 'costly') then 'zloty' else 'standard' end as service_level,
    list_code(customer_type, character) as price_list_id,
    'G' || cast(discount_points // 500 as varchar) as price_group,
    case when last_m is null and born_m >= 0 then 'prospect' when born_m >= 0 and state_m() - first_m < 3 then 'new'
        when state_m() - coalesce(last_m, -2) <= 4 then 'active'
            when state_m() - coalesce(last_m, -2) <= 9 then 'dormant' else 'lost' end as lifecycle_state,
    created_date,
    case when customer_type = 'company'
        then cast(round(orders_mean * lines_mean * line_value * size * 2.5 * case when state_m() >= 12 then 1.1
        else 1 end, -3) + 2000 as decimal(18,2)) end as credit_limit_amount,
    case when customer_type = 'company' then ['A', 'B', 'C', 'D'][1 + least(greatest(late_days, 0) // 10, 3)]
        end as credit_rating,
    term_days as payment_term_days,
    case when is_freight_free then 'DAP' else 'FCA' end as delivery_terms,
    character = 'own_group' as is_intercompany, false as is_prospect,
from customers
inner join slots on slots.slot = care_in(care_slot, next_care_slot, move_m, state_m())
left join bought on customers.cid = bought.cid
where not customers.is_prospect and created_date <= month_end(state_m())
"""
_PRODUCTS = """
select
    product_code(products.pid) as product_id, product_name, product_group, product_family, brand,
    'szt' as unit_of_measure, list_price as list_price_amount,
    unit_cost(base_cost, greatest(state_m(), 0)) as unit_cost_amount, 0.23 as vat_rate_share,
    product_code(next_step_pid) as next_step_product_id, supplier_name, false as is_service, is_spare_part,
    not (chance('product.gone', products.pid, 0.05)
        and state_m() >= whole('product.gone.m', products.pid, 4, 22)) as is_active,
    coalesce(launched_date,
        date '2019-01-01' + cast(whole('product.old', products.pid, 0, 1500) as integer)) as launched_date,
    cast(case when is_machine then 12 * (1 + (products.pid % 3) // 2) end as bigint) as warranty_months,
    cast(case when is_machine then 60 end as bigint) as useful_life_months,
    cast(whole('product.lead', products.pid, 2, 30) as bigint) as lead_time_days, weight_kg,
from products
inner join prices on products.pid = prices.pid and price_year = price_year(month_end(state_m()))
where launched_date is null or launched_date <= month_end(state_m())

union all

select product_code(pid), product_name, 'Usługi', 'Serwis', null,
case service_no when 1 then 'h' when 2 then 'km' else 'szt' end, base_price, 0.0000, 0.23,
    null, null, true, false, true, date '2018-01-01', null, null, null, null
from services
"""
_PRICE_LISTS = """
select
    list_code as price_list_id, product_code(pid) as product_id,
    make_date(2024 + price_year, 1, 1) as valid_from_date,
    make_date(2024 + price_year, 12, 31) as valid_to_date,
    list_name || ' ' || cast(2024 + price_year as varchar) as price_list_name,
    list_price as list_price_amount, less(list_price, depth) as minimum_price_amount,
    cast(depth * 0.0001 as decimal(9,4)) as max_discount_share, 'PLN' as currency,
from prices
cross join (values ('HURT', 'Cennik hurtowy', 2800), ('KLUCZ', 'Cennik kluczowych odbiorców', 4200),
    ('DET', 'Cennik detaliczny', 1500)) as lists (list_code, list_name, depth)
"""
_PROJECTS = """
select * from (values
    ('PRJ-CRM', 'Wdrożenie CRM', 'crm', null, 'finished', date '2024-09-01', date '2025-04-30', date '2024-09-01',
        date '2025-05-20', 70000.00, null, 96000.00),
    ('PRJ-001', 'Wyposażenie narzędziowni', 'customer',
        erp_customer(project_customer('PRJ-001')), 'running', date '2024-11-01',
    date '2026-12-31', date '2024-11-04', null, 45000.00, 160000.00, null),
    ('PRJ-002', 'Wynajem parku maszyn', 'customer',
        erp_customer(project_customer('PRJ-002')), 'running', date '2025-01-01',
    date '2027-06-30', date '2025-01-10', null, 30000.00, 90000.00, null)
) as projects (project_id, project_name, project_kind, customer_id, status, planned_start_date, planned_end_date,
started_date, finished_date, budget_cost_amount, expected_revenue_amount, expected_yearly_benefit_amount)
"""
_PROMOTIONS = """
select promotion_id, 'Promocja ' || product_group || ' ' || cast(promotion_no as varchar) as promotion_name,
'rabat' as promotion_kind, product_group, valid_from_date, valid_to_date,
    cast(discount_points * 0.0001 as decimal(9,4)) as discount_share,
    cast(round(3000 * getvariable('scale'), 2) as decimal(18,2)) as planned_cost_amount,
    cast(round(60000 * getvariable('scale'), 2) as decimal(18,2)) as planned_revenue_amount,
from promotions
"""

EXPORTS = [
    Export("erp", "customers", "state", _CUSTOMERS, "customer_id"),
    Export("erp", "products", "state", _PRODUCTS, "product_id"),
    Export("erp", "price_lists", "once", _PRICE_LISTS, "price_list_id, product_id, valid_from_date"),
    Export("erp", "projects", "once", _PROJECTS, "project_id"),
    Export("erp", "promotions", "once", _PROMOTIONS, "promotion_id"),
]
