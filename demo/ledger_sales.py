"""Bookings that follow documents with customers: sales, cost of goods, payments, losses, rebates.

Belongs here: first-ring double entries made from invoices.py and payments.py. Doesn't belong here: our own costs
(ledger_costs.py).
Amounts are debit less credit; every document adds up to nothing.
"""

from __future__ import annotations

from demo.world import World

_TABLE = """
create table ledger (
    m bigint, block integer, key varchar, n integer, document_number varchar, posting_date date, cost_period date,
    account_id varchar, cost_centre_id varchar, amount decimal(18,2), cid bigint, pid integer, channel_id varchar,
    campaign_no integer, project_id varchar, eid integer, reverses varchar, description varchar
)
"""
_REVENUE = """
with

sums as (
    select m, iid, account_id, cast(-sum(net_amount) as decimal(18,2)) as amount
    from (
        select
            m, iid, net_amount,
            case when line_kind = 'charge' then '730-4' when line_kind = 'credit_note' then '730-3'
                when pid > getvariable('last_good') then '700-1' else '730-1' end as account_id,
        from invoice_lines
        where chunk_has(m)
    ) as accounted
    group by m, iid, account_id
    having sum(net_amount) <> 0
)

select
    sums.m, 1 as block, cast(iid as varchar) as key,
    case account_id when '700-1' then 11 when '730-1' then 12 when '730-3' then 13 else 14 end as n,
    document_number, invoice_date as posting_date, account_id, amount, cid, channel_id, 'Sprzedaż' as description,
from sums
inner join (select * from invoices where chunk_has(m)) as invoices using (iid)
"""
_RECEIVABLE = """
select m, 1 as block, cast(iid as varchar) as key, 1 as n, document_number, invoice_date as posting_date,
'200' as account_id,
    with_vat_amount as amount, cid, 'Należność' as description,
from invoices
where chunk_has(m) and with_vat_amount <> 0

union all by name

select m, 1 as block, cast(iid as varchar) as key, 2 as n, document_number, invoice_date as posting_date,
'221' as account_id,
    -vat_amount as amount, 'VAT należny' as description,
from invoices
where chunk_has(m) and vat_amount <> 0
"""
# Goods leave the books once a day, in one document of the warehouse.
_GOODS_COST = """
with

days as (
    select m, invoice_date, cast(sum(cost_amount) as decimal(18,2)) as cost_amount from invoices where chunk_has(m)
    group by m, invoice_date
)

select m, 2 as block, strftime(invoice_date, '%Y%m%d') as key, n,
'WZ/' || strftime(invoice_date, '%Y/%m/%d') as document_number,
    invoice_date as posting_date, account_id, case n when 1 then cost_amount else -cost_amount end as amount,
    'Wartość sprzedanych towarów' as description,
from days
cross join (values (1, '731-1'), (2, '330')) as sides (n, account_id)
where cost_amount <> 0
"""
_PAID = """
select month_of(payment_date) as m, 3 as block, cast(pay_key as varchar) as key, n,
'WB/' || strftime(payment_date, '%Y/%m/%d') || '/' || pay_key as document_number,
    payment_date as posting_date,
    case when n = 2 then '200' when payment_kind = 'write_off' then '761-1' else '130' end as account_id,
    case n when 1 then amount else -amount end as amount, cid,
    case when payment_kind = 'write_off' then 'Odpis należności' else 'Zapłata' end as description,
from payments
cross join (values (1), (2)) as sides (n)
where chunk_has(month_of(payment_date))
"""
_REBATED = """
select month_of(granted_date) as m, 4 as block, document_number as key, n, document_number,
granted_date as posting_date,
    date_trunc('month', period_end_date) as cost_period,
    ['739-1', '221', '200'][n] as account_id,
    [rebate_amount, share_of(rebate_amount, 0.23), -rebate_amount - share_of(rebate_amount, 0.23)][n] as amount,
    cid, 'Rabat potransakcyjny' as description,
from rebates
cross join (values (1), (2), (3)) as sides (n)
where chunk_has(month_of(granted_date)) and rebate_amount <> 0
"""


def build(world: World) -> None:
    """Make the ledger and put in sales, cost of goods, payments and rebates."""
    world.con.execute(_TABLE)
    for sql in (_REVENUE, _RECEIVABLE, _GOODS_COST, _PAID, _REBATED):
        world.add("ledger", sql)
