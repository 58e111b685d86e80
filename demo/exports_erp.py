"""The ERP's exports of masters and of the flow of goods: customers, products, orders, shipments, returns.

Belongs here: queries of exports. Doesn't belong here: its documents of money (exports_money.py), service (exports_service.py).
"""

from __future__ import annotations

from demo.exports import Export

# State by the last order: active for four months, dormant for nine, then lost.
_CUSTOMERS = """
with

bought as (
    select cid, min(m) as first_m, max(m) as last_m from (select distinct cid, m from orders where m <= state_m()) as months_bought group by cid
)

select
    erp_customer(customers.cid) as customer_id, customer_name, customer_type,
    case when character in ('costly', 'regular') and customers.cid % 11 = 3 and group_head_cid is not null then erp_customer(group_head_cid) end as parent_customer_id,
    tax_id, case when customer_type = 'company' then industry end as industry, 'PL' as country, customers.region, city, postal_code, street, email, phone,
    territory_code(customers.territory) as territory_id,
    case when size > 1.6 and character = 'golden' then 'D-WLA' when customers.cid % 17 = 0 then 'D-ODB' else 'D-KUR' end as channel_id,
    employee_code(holder(slots.slot, slots.handover, month_end(state_m()))) as employee_id,
    case when character in ('golden', 'costly') then 'key_accounts' when character = 'person' then 'consumers' when character = 'own_group' then 'partners'
        when state_m() - coalesce(last_m, -2) > 6 and born_m < state_m() then 'sleeping'
        when character = 'small' then 'small' when size > 1.5 and state_m() < 12 then 'growth' else 'core' end as segment_id,
    case when character in ('golden', 'costly') then 'zloty' else 'standard' end as service_level,
    list_code(customer_type, character) as price_list_id,
    'G' || cast(discount_points // 500 as varchar) as price_group,
    case when last_m is null and born_m >= 0 then 'prospect' when born_m >= 0 and state_m() - first_m < 3 then 'new'
        when state_m() - coalesce(last_m, -2) <= 4 then 'active' when state_m() - coalesce(last_m, -2) <= 9 then 'dormant' else 'lost' end as lifecycle_state,
    created_date,
    case when customer_type = 'company' then cast(round(orders_mean * lines_mean * line_value * size * 2.5 * case when state_m() >= 12 then 1.1 else 1 end, -3) + 2000 as decimal(18,2)) end as credit_limit_amount,
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
    product_code(products.pid) as product_id, product_name, product_group, product_family, brand, 'szt' as unit_of_measure, list_price as list_price_amount,
    unit_cost(base_cost, greatest(state_m(), 0)) as unit_cost_amount, 0.23 as vat_rate_share,
    product_code(next_step_pid) as next_step_product_id, supplier_name, false as is_service, is_spare_part,
    not (chance('product.gone', products.pid, 0.05) and state_m() >= whole('product.gone.m', products.pid, 4, 22)) as is_active,
    coalesce(launched_date, date '2019-01-01' + cast(whole('product.old', products.pid, 0, 1500) as integer)) as launched_date,
    cast(case when is_machine then 12 * (1 + (products.pid % 3) // 2) end as bigint) as warranty_months,
    cast(case when is_machine then 60 end as bigint) as useful_life_months, cast(whole('product.lead', products.pid, 2, 30) as bigint) as lead_time_days, weight_kg,
from products
inner join prices on products.pid = prices.pid and price_year = price_year(month_end(state_m()))
where launched_date is null or launched_date <= month_end(state_m())

union all

select product_code(pid), product_name, 'Usługi', 'Serwis', null, case service_no when 1 then 'h' when 2 then 'km' else 'szt' end, base_price, 0.0000, 0.23,
    null, null, true, false, true, date '2018-01-01', null, null, null, null
from services
"""
_PRICE_LISTS = """
select
    list_code as price_list_id, product_code(pid) as product_id, make_date(2024 + price_year, 1, 1) as valid_from_date,
    make_date(2024 + price_year, 12, 31) as valid_to_date, list_name || ' ' || cast(2024 + price_year as varchar) as price_list_name,
    list_price as list_price_amount, less(list_price, depth) as minimum_price_amount, cast(depth * 0.0001 as decimal(9,4)) as max_discount_share, 'PLN' as currency,
from prices
cross join (values ('HURT', 'Cennik hurtowy', 2800), ('KLUCZ', 'Cennik kluczowych odbiorców', 4200), ('DET', 'Cennik detaliczny', 1500)) as lists (list_code, list_name, depth)
"""
_PROJECTS = """
select * from (values
    ('PRJ-CRM', 'Wdrożenie CRM', 'crm', null, 'finished', date '2024-09-01', date '2025-04-30', date '2024-09-01', date '2025-05-20', 70000.00, null, 96000.00),
    ('PRJ-001', 'Wyposażenie narzędziowni', 'customer', erp_customer((select min(cid) from customers where character = 'golden')), 'running', date '2024-11-01', date '2026-12-31', date '2024-11-04', null, 45000.00, 160000.00, null),
    ('PRJ-002', 'Wynajem parku maszyn', 'customer', erp_customer((select max(cid) from customers where character = 'golden')), 'running', date '2025-01-01', date '2027-06-30', date '2025-01-10', null, 30000.00, 90000.00, null)
) as projects (project_id, project_name, project_kind, customer_id, status, planned_start_date, planned_end_date, started_date, finished_date, budget_cost_amount, expected_revenue_amount, expected_yearly_benefit_amount)
"""
_PROMOTIONS = """
select promotion_id, 'Promocja ' || product_group || ' ' || cast(promotion_no as varchar) as promotion_name, 'rabat' as promotion_kind, product_group, valid_from_date, valid_to_date,
    cast(discount_points * 0.0001 as decimal(9,4)) as discount_share, cast(round(3000 * getvariable('scale'), 2) as decimal(18,2)) as planned_cost_amount,
    cast(round(60000 * getvariable('scale'), 2) as decimal(18,2)) as planned_revenue_amount,
from promotions
"""
_ORDERS = """
select
    order_code(orders.oid) as order_id, erp_customer(orders.cid) as customer_id, contact_code(contacts.kid) as contact_id,
    employee_code(holder(orders.care_slot, owner.handover, order_date)) as employee_id,
    case when not is_electronic then employee_code(holder(clerk.slot, clerk.handover, order_date)) end as entered_by_employee_id,
    orders.channel_id, territory_code(orders.territory) as territory_id, 'HQ' as org_unit_id, members.campaign_id, deal_code(deals.vid) as opportunity_id, offer_code(won_offers.fid) as offer_id,
    case when is_electronic then 'EXT' || cast(orders.okey as varchar) end as customer_order_number,
    order_date, ordered_at,
    ordered_at + to_minutes(case when is_electronic then 1 else whole('order.recorded', orders.okey, 5, 240) end) as recorded_at,
    requested_date as requested_delivery_date, promised_date as promised_delivery_date,
    case when is_electronic then 'electronic' else 'manual' end as entry_mode,
    case when is_cancelled then 'cancelled' when last_shipped is null or missing_lines > 0 then 'open' when last_shipped > date '2026-10-01' then 'shipped' else 'closed' end as status,
    case when is_cancelled then order_date + 1 end as cancelled_date,
    is_rush, freight_amount, cast(term_days as bigint) as payment_term_days, 'PLN' as currency,
from orders
inner join slots as owner on orders.care_slot = owner.slot
inner join slots as clerk on clerk.slot = someone(getvariable('first_inside_sales'), getvariable('count_inside_sales'), u('order.clerk', orders.okey))
left join (select kid, cid from contacts where place = 1) as contacts on orders.cid = contacts.cid
left join (select oid, vid from deals where oid is not null) as deals on orders.oid = deals.oid
left join (select vid, fid from offers where status = 'won') as won_offers on deals.vid = won_offers.vid
left join (select oid, campaign_id from members where oid is not null) as members on orders.oid = members.oid
left join (
    select order_lines.oid, max(shipped_date) as last_shipped, count(*) filter (shipped_date is null) as missing_lines
    from order_lines
    left join (select lid, shipped_date from shipments) as shipments using (lid)
    where cut_has(order_lines.m) and not order_lines.is_cancelled
    group by order_lines.oid
) as progress on orders.oid = progress.oid
where cut_has(orders.m)
"""
_ORDER_LINES = """
select
    line_code(lid) as order_line_id, order_code(order_lines.oid) as order_id, line_number, product_code(pid) as product_id,
    quantity(requested_pieces) as requested_quantity, quantity(case when order_lines.is_cancelled then 0 else confirmed_pieces end) as confirmed_quantity,
    requested_date as requested_delivery_date, promised_date as promised_delivery_date,
    list_code(customer_type, character) as price_list_id, list_price as list_price_amount, unit_price as unit_price_amount,
    money(list_price * requested_pieces) as gross_amount, money((list_price - unit_price) * requested_pieces) as discount_amount, money(unit_price * requested_pieces) as net_amount,
    promotion_id, is_sample, order_lines.is_cancelled,
from order_lines
inner join orders on order_lines.oid = orders.oid
where cut_has(order_lines.m) and cut_has(orders.m)
"""
# The cost of a delivery stands shared out on its lines; its parcels stand on the first.
_SHIPMENTS = """
select
    'W' || cast(lid as varchar) as shipment_line_id, delivery_code(did) as shipment_id, order_code(oid) as order_id, line_code(lid) as order_line_id, product_code(pid) as product_id,
    erp_customer(cid) as customer_id, shipped_date, case when delivered_date <= getvariable('last_day') then delivered_date end as delivered_date, quantity(pieces) as shipped_quantity,
    cast(freight_cost as decimal(18,2)) as freight_cost_amount, carrier, cast(case when place = 1 then package_count else 0 end as bigint) as package_count, weight_kg, distance_km, is_rush as is_express,
from shipments
where cut_has(month_of(shipped_date))
"""
_RETURNS = """
select
    return_code(returns.lid) as return_id, erp_customer(returns.cid) as customer_id, product_code(returns.pid) as product_id, line_code(returns.lid) as order_line_id,
    cast(sold.ilid as varchar) as invoice_line_id, complaint_code(complaints.qid) as complaint_id, returned_date, quantity(returned_pieces) as returned_quantity, returns.reason,
    is_defective, is_restocked, returns.handling_minutes,
from returns
left join (select lid, ilid from invoice_lines where line_kind = 'sale' and lid is not null) as sold on returns.lid = sold.lid
left join (select lid, qid from complaints where origin = 1) as complaints on returns.lid = complaints.lid
where cut_has(month_of(returned_date))
"""

EXPORTS = [
    Export("erp", "customers", "state", _CUSTOMERS, "customer_id"),
    Export("erp", "products", "state", _PRODUCTS, "product_id"),
    Export("erp", "price_lists", "once", _PRICE_LISTS, "price_list_id, product_id, valid_from_date"),
    Export("erp", "projects", "once", _PROJECTS, "project_id"),
    Export("erp", "promotions", "once", _PROMOTIONS, "promotion_id"),
    Export("erp", "orders", "month", _ORDERS, "order_id"),
    Export("erp", "order_lines", "month", _ORDER_LINES, "order_id, line_number"),
    Export("erp", "shipments", "month", _SHIPMENTS, "shipped_date, shipment_id, shipment_line_id"),
    Export("erp", "returns", "year", _RETURNS, "returned_date, return_id"),
]
