"""The ERP's flow of goods: orders, shipments, returns.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_ORDERS = """
select
    order_code(orders.oid) as order_id, erp_customer(orders.cid) as customer_id,
    contact_code(contacts.kid) as contact_id,
    employee_code(holder(orders.care_slot, owner.handover, order_date)) as employee_id,
    case when not is_electronic then employee_code(holder(clerk.slot, clerk.handover, order_date))
        end as entered_by_employee_id,
    orders.channel_id, territory_code(orders.territory) as territory_id, 'HQ' as org_unit_id, members.campaign_id,
    project_of(orders.cid, orders.oid) as project_id,
    deal_code(deals.vid) as opportunity_id, offer_code(won_offers.fid) as offer_id,
    case when is_electronic then 'EXT' || cast(orders.okey as varchar) end as customer_order_number,
    order_date, ordered_at,
    ordered_at + to_minutes(case when is_electronic then 1
        else whole('order.recorded', orders.okey, 5, 240) end) as recorded_at,
    requested_date as requested_delivery_date, promised_date as promised_delivery_date,
    case when is_electronic then 'electronic' else 'manual' end as entry_mode,
    case when is_cancelled then 'cancelled' when last_shipped is null or missing_lines > 0 then 'open'
        when last_shipped > date '2026-10-01' then 'shipped' else 'closed' end as status,
    case when is_cancelled then order_date + 1 end as cancelled_date,
    is_rush, freight_amount, cast(term_days as bigint) as payment_term_days, 'PLN' as currency,
from orders
inner join slots as owner on orders.care_slot = owner.slot
inner join slots as clerk on clerk.slot = someone(getvariable('first_inside_sales'),
    getvariable('count_inside_sales'), u('order.clerk', orders.okey))
left join (select kid, cid from contacts where place = 1) as contacts on orders.cid = contacts.cid
left join (select oid, vid from deals where oid is not null) as deals on orders.oid = deals.oid
left join (select vid, fid from offers where status = 'won') as won_offers on deals.vid = won_offers.vid
left join (select oid, campaign_id from members where oid is not null) as members on orders.oid = members.oid
left join (
    select order_lines.oid, max(shipped_date) as last_shipped,
    count(*) filter (shipped_date is null) as missing_lines
    from order_lines
    left join (select lid, shipped_date from shipments) as shipments using (lid)
    where cut_has(order_lines.m) and not order_lines.is_cancelled
    group by order_lines.oid
) as progress on orders.oid = progress.oid
where cut_has(orders.m)
"""
_ORDER_LINES = """
select
    line_code(lid) as order_line_id, order_code(order_lines.oid) as order_id, line_number,
    product_code(pid) as product_id,
    quantity(requested_pieces) as requested_quantity,
    quantity(case when order_lines.is_cancelled then 0 else confirmed_pieces end) as confirmed_quantity,
    requested_date as requested_delivery_date, promised_date as promised_delivery_date,
    list_code(customer_type, character) as price_list_id, list_price as list_price_amount,
    unit_price as unit_price_amount,
    money(list_price * requested_pieces) as gross_amount,
    money((list_price - unit_price) * requested_pieces) as discount_amount,
    money(unit_price * requested_pieces) as net_amount,
    promotion_id, is_sample, order_lines.is_cancelled,
from order_lines
inner join orders on order_lines.oid = orders.oid
where cut_has(order_lines.m) and cut_has(orders.m)
"""
# The cost of a delivery stands shared out on its lines; its parcels stand on the first.
_SHIPMENTS = """
select
    'W' || cast(lid as varchar) as shipment_line_id, delivery_code(did) as shipment_id,
    order_code(oid) as order_id, line_code(lid) as order_line_id, product_code(pid) as product_id,
    erp_customer(cid) as customer_id, shipped_date,
    case when delivered_date <= getvariable('last_day') then delivered_date end as delivered_date,
    quantity(pieces) as shipped_quantity,
    cast(freight_cost as decimal(18,2)) as freight_cost_amount, carrier,
    cast(case when place = 1 then package_count else 0 end as bigint) as package_count, weight_kg, distance_km,
    is_rush as is_express,
from shipments
where cut_has(month_of(shipped_date))
"""
_RETURNS = """
select
    return_code(returns.lid) as return_id, erp_customer(returns.cid) as customer_id,
    product_code(returns.pid) as product_id, line_code(returns.lid) as order_line_id,
    cast(sold.ilid as varchar) as invoice_line_id, complaint_code(complaints.qid) as complaint_id, returned_date,
    quantity(returned_pieces) as returned_quantity, returns.reason,
    is_defective, is_restocked, returns.handling_minutes,
from returns
left join (select lid, ilid from invoice_lines
    where line_kind = 'sale' and lid is not null) as sold on returns.lid = sold.lid
left join (
    select lid, qid from complaints inner join customers using (cid) where origin = 1 and is_in_crm
) as complaints on returns.lid = complaints.lid
where cut_has(month_of(returned_date))
"""

EXPORTS = [
    Export("erp", "orders", "month", _ORDERS, "order_date, order_id"),
    Export("erp", "order_lines", "month", _ORDER_LINES, "order_id, line_number"),
    Export("erp", "shipments", "month", _SHIPMENTS, "shipped_date, shipment_id, shipment_line_id"),
    Export("erp", "returns", "year", _RETURNS, "returned_date, return_id"),
]
