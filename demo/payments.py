"""How invoices are paid, and the rebates agreed for turnover.

Belongs here: money that comes and is given back. Doesn't belong here: invoices (invoices.py), the ledger (ledger.py).
"""

from __future__ import annotations

from demo.world import World

# What is due is paid late by habit; the last invoices of customers who leave are sometimes never paid.
_PAYMENTS = """
with

open_items as (
    select
        iid, invoices.m, invoices.cid, invoice_date, due_date, with_vat_amount, kind, late_days, term_days,
        kind <> 4 and lost_m is not null and invoices.m >= lost_m - 2 and character <> 'person'
            and chance('pay.never', iid, 0.35) as is_never_paid,
        chance('pay.parts', iid, 0.04) and with_vat_amount > 1000 as is_split,
        h('pay', iid) as pay_hash,
    from invoices
    inner join customers using (cid)
    where chunk_has(invoices.m) and with_vat_amount <> 0
),

dated as (
    select
        *,
        case when is_never_paid then invoice_date + 185
            when kind = 4 then workday_after(invoice_date + 10, 1)
            when term_days = 0 then invoice_date
            else workday_after(due_date + greatest(cast(late_days + round(bell(pay_hash) * 5) as integer),
                2 - term_days), 1)
        end as payment_date,
    from open_items
)

select
    iid * 10 + part as pay_key, m, iid, cid,
    payment_date + case when part = 2 then 21 else 0 end as payment_date,
    case when not is_split or is_never_paid then with_vat_amount
        when part = 1 then share_of(with_vat_amount, 0.6)
        else with_vat_amount - share_of(with_vat_amount, 0.6) end as amount,
    case when is_never_paid then 'write_off' when kind = 4 then 'refund' else 'payment' end as payment_kind,
    case when term_days = 0 then 'karta' else 'przelew' end as payment_method,
from dated
cross join (values (1), (2)) as parts (part)
where (part = 1 or is_split and not is_never_paid)
    and payment_date + case when part = 2 then 21 else 0 end <= getvariable('last_day')
"""
_REBATES = """
with

agreements as (
    select cid, cast(whole('rebate.share', cid, 15, 35) * 0.001 as decimal(9,4)) as rebate_share
    from customers
    where character in ('golden', 'costly') and chance('rebate', cid, 0.6)
),

quarters as (
    select
        invoice_lines.cid, rebate_share, date_trunc('quarter', month_start(m)) as quarter_start,
        cast(sum(net_amount) as decimal(18,2)) as sales_amount,
    from invoice_lines
    inner join agreements using (cid)
    where line_kind <> 'charge'
    group by all
)

select
    cid, rebate_share, sales_amount, cast(quarter_start as date) as period_start_date,
    cast(quarter_start + interval 3 month as date) - 1 as period_end_date,
    workday_after(cast(quarter_start + interval 3 month as date) + 13, 0) as granted_date,
    share_of(sales_amount, rebate_share) as rebate_amount,
    'RAB/' || year(quarter_start) || '/Q' || quarter(quarter_start) || '/' || erp_customer(cid) as document_number,
from quarters
where sales_amount > 0 and cast(quarter_start + interval 3 month as date) + 13 <= getvariable('last_day')
"""


def build(world: World) -> None:
    """Make payments and rebates."""
    world.fill("payments", _PAYMENTS)
    world.make("rebates", _REBATES)
