-- What each customer owes on the as-of day, with VAT, by age. A payment without an invoice lowers the customer's balance as unallocated.
with

invoices as (
    select
        coalesce(invoices.customer_id, 'UNKNOWN') as customer_id,
        invoices.due_date,
        invoices.invoice_date,
        invoices.invoice_with_vat_amount,
        invoices.invoice_with_vat_amount - invoices.paid_with_vat_amount as open_with_vat_amount,
        {{ days_between('invoices.due_date', 'company.as_of_date') }} as overdue_days,
        invoices.invoice_date > {{ dbt.dateadd('day', -90, 'company.as_of_date') }} as is_recent,
    from {{ ref('fct_invoices') }} as invoices
    cross join {{ ref('dim_company') }} as company
    where invoices.invoice_date <= company.as_of_date and invoices.paid_with_vat_amount is not null
),

unallocated as (
    select
        coalesce(payments.customer_id, 'UNKNOWN') as customer_id,
        sum(payments.payment_with_vat_amount) as unallocated_with_vat_amount,
    from {{ ref('fct_payments') }} as payments
    cross join {{ ref('dim_company') }} as company
    left join {{ ref('fct_invoices') }} as invoices
        on payments.invoice_id = invoices.invoice_id and company.as_of_date >= invoices.invoice_date
    where invoices.invoice_id is null and payments.payment_date <= company.as_of_date
    group by coalesce(payments.customer_id, 'UNKNOWN')
),

balances as (
    select
        customer_id,
        count(*) filter (where open_with_vat_amount <> 0) as open_invoice_count,
        sum(open_with_vat_amount) as open_with_vat_amount,
        sum(open_with_vat_amount) filter (where overdue_days <= 0) as not_due_with_vat_amount,
        sum(open_with_vat_amount) filter (where overdue_days between 1 and 30) as overdue_1_30_days_with_vat_amount,
        sum(open_with_vat_amount) filter (where overdue_days between 31 and 60) as overdue_31_60_days_with_vat_amount,
        sum(open_with_vat_amount) filter (where overdue_days between 61 and 90) as overdue_61_90_days_with_vat_amount,
        sum(open_with_vat_amount) filter (where overdue_days > 90) as overdue_over_90_days_with_vat_amount,
        max(overdue_days) filter (where open_with_vat_amount > 0 and overdue_days > 0) as oldest_overdue_days,
        sum(invoice_with_vat_amount) filter (where is_recent) as invoiced_90_days_with_vat_amount,
    from invoices
    group by customer_id
)

select
    company.as_of_date,
    coalesce(balances.customer_id, unallocated.customer_id) as customer_id,
    coalesce(balances.open_invoice_count, 0) as open_invoice_count,
    {% for column in [
        'open', 'not_due', 'overdue_1_30_days', 'overdue_31_60_days', 'overdue_61_90_days', 'overdue_over_90_days'
    ] -%}
        cast(coalesce(balances.{{ column }}_with_vat_amount, 0) as decimal(18, 4)) as {{ column }}_with_vat_amount,
    {% endfor -%}
    cast(coalesce(unallocated.unallocated_with_vat_amount, 0) as decimal(18, 4)) as unallocated_with_vat_amount,
    cast(
        coalesce(balances.open_with_vat_amount, 0) - coalesce(unallocated.unallocated_with_vat_amount, 0) as decimal(18, 4)
    ) as balance_with_vat_amount,
    balances.oldest_overdue_days,
    {{ share(
        '(balances.open_with_vat_amount - coalesce(balances.not_due_with_vat_amount, 0))',
        'greatest(balances.open_with_vat_amount, 0)'
    ) }} as overdue_share,
    cast(round(
        90 * cast(balances.open_with_vat_amount as double) / nullif(cast(balances.invoiced_90_days_with_vat_amount as double), 0), 4
    ) as decimal(18, 4)) as sales_outstanding_days,
from balances
full outer join unallocated on balances.customer_id = unallocated.customer_id
cross join {{ ref('dim_company') }} as company
