"""The ERP's documents of money and its ledger.

Belongs here: queries of exports. Doesn't belong here: how they come about, how they are written.
"""

from __future__ import annotations

from demo.exports.table import Export

_INVOICES = """
select
    invoice_code(invoices.iid) as invoice_id, document_number, erp_customer(invoices.cid) as customer_id,
    employee_code(holder(invoices.slot, slots.handover, invoice_date)) as employee_id,
    channel_id, territory_code(customers.territory) as territory_id,
    project_of(invoices.cid, invoices.oid) as project_id,
    order_code(invoices.oid) as order_id,
    invoice_code(corrected.iid) as corrected_invoice_id, invoice_date, due_date,
    case when customers.term_days = 0 then 'karta' else 'przelew' end as payment_method,
    with_vat_amount as invoice_with_vat_amount, vat_amount, 'PLN' as currency,
from invoices
inner join customers on invoices.cid = customers.cid
inner join slots on invoices.slot = slots.slot
left join (select iid as credit_iid, min(corrected_ilid) // 100 as iid from invoice_lines
    where line_kind = 'credit_note' and cut_has(m) group by iid) as corrected
    on invoices.iid = corrected.credit_iid
where cut_has(invoices.m)
"""
_INVOICE_LINES = """
select
    cast(ilid as varchar) as invoice_line_id, invoice_code(iid) as invoice_id, cast(n as bigint) as line_number,
    product_code(pid) as product_id, line_kind, charge_kind, quantity,
    list_price as list_price_amount, unit_price as unit_price_amount, gross_amount, discount_amount, net_amount,
    cost_amount, promotion_id, is_sample,
    case when line_kind = 'sale' then line_code(lid) end as order_line_id,
    case when line_kind = 'sale' then 'W' || cast(lid as varchar) end as shipment_line_id,
    case when line_kind = 'credit_note' and qid is null then return_code(lid) end as return_id,
    complaint_code(qid) as complaint_id,
    cast(corrected_ilid as varchar) as corrected_invoice_line_id, contract_code(ucid) as service_contract_id,
    repair_code(rid) as service_order_id,
from invoice_lines
where cut_has(m)
"""
_REBATES = """
select 'RAB' || strftime(period_start_date, '%Y%m') || erp_customer(cid) as rebate_id,
erp_customer(cid) as customer_id, granted_date, rebate_amount, 'bonus obrotowy' as rebate_kind,
    'UR/' || erp_customer(cid) as agreement_number, period_start_date, period_end_date, document_number,
    'PLN' as currency,
from rebates
"""
_PAYMENTS = """
select 'Z' || cast(pay_key as varchar) as payment_id, erp_customer(cid) as customer_id,
invoice_code(iid) as invoice_id, payment_date, amount as payment_with_vat_amount, payment_kind, payment_method,
    'WB/' || strftime(payment_date, '%Y/%m/%d') || '/' || pay_key as document_number, 'PLN' as currency,
from payments
where cut_has(month_of(payment_date))
"""
_CENTRES = """
select cost_centre_id, cost_centre_name, org_unit_id, employee_code(heads.slot * 10) as responsible_employee_id,
    case when team = 'workshop' then 'service'
        when team in ('warehouse', 'field_sales', 'inside_sales', 'marketing', 'web_shop') then 'selling'
        when team = 'service_desk' then 'service' else 'administration' end as cost_class,
from teams
inner join (select team, min(slot) as slot from slots group by team) as heads using (team)

union all

select '130', 'Budynki i media', 'HQ', null, 'administration'
"""
_LEDGER = """
select
    entry_code(m, block, key, n) as ledger_entry_id, posting_date, cost_period, account_id, cost_centre_id,
    amount as ledger_amount, 'PLN' as currency, document_number,
    case when reverses is not null then entry_code(m - 1, block, reverses, n) end as reversal_of_ledger_entry_id,
    erp_customer(cid) as customer_id, channel_id, campaign_code(campaign_no) as campaign_id, project_id,
    employee_code(eid) as employee_id, description,
from ledger
where cut_has(m)
"""
_PERIODS = """
select cast(day as date) as period_start_date, strftime(day, '%Y-%m') as period_name,
cast(year(day) as bigint) as fiscal_year, cast(month(day) as bigint) as fiscal_period_number,
    case when day < date '2026-10-01' then 'closed' else 'open' end as period_status,
    case when day < date '2026-10-01'
        then cast(workday_after(cast(day + interval 1 month as date) + 9, 0) as timestamp) + interval 15 hour
        end as closed_at,
from generate_series(timestamp '2024-11-01', timestamp '2026-12-01', interval 1 month) as periods (day)
"""
_RATES = """
select currency as from_currency, 'PLN' as to_currency, day as rate_date,
    cast(round(middle * (1 + 0.02 * sin((day - date '2024-10-01') / 97.0) + 0.004 * (u('rate.' || currency,
        day) - 0.5)), 4) as decimal(18,8)) as exchange_rate,
    cast(1 as bigint) as quoted_unit_count, 'tabela A' as rate_source,
from (select unnest(getvariable('workdays')) as day) as days
cross join (values ('EUR', 4.27), ('USD', 3.88)) as currencies (currency, middle)
where day between date '2024-10-01' and getvariable('last_day')
"""

EXPORTS = [
    Export("erp", "invoices", "month", _INVOICES, "invoice_id"),
    Export("erp", "invoice_lines", "month", _INVOICE_LINES, "invoice_line_id"),
    Export("erp", "rebates", "once", _REBATES, "rebate_id"),
    Export("erp", "payments", "month", _PAYMENTS, "payment_date, payment_id"),
    Export("erp", "accounts", "once", "select * from accounts", "account_id"),
    Export("erp", "cost_centres", "once", _CENTRES, "cost_centre_id"),
    Export("erp", "ledger_entries", "month", _LEDGER, "posting_date, ledger_entry_id"),
    Export("erp", "periods", "once", _PERIODS, "period_start_date"),
    Export("erp", "exchange_rates", "once", _RATES, "from_currency, rate_date"),
]
