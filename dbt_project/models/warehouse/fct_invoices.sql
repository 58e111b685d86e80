-- What is paid in the invoice's own currency is taken off before translation, so that a settled invoice is settled to the cent
-- whatever the rate was on the day of payment.
with

invoices as (
    select * from {{ ref('int_invoices_united') }}
),

settled as (
    select
        invoices.invoice_id,
        cast(
            sum(payments.payment_with_vat_amount) filter (where payments.currency is not distinct from invoices.currency)
            as decimal(18, 4)
        ) as same_currency_amount,
        sum(translated.payment_with_vat_amount) filter (where payments.currency is distinct from invoices.currency)
            as other_currency_amount,
        max(payments.payment_date) as last_payment_date,
    from invoices
    cross join {{ ref('int_company_resolved') }} as settings
    inner join {{ ref('int_payments_united') }} as payments
        on invoices.invoice_id = payments.invoice_id and settings.as_of_date >= payments.payment_date
    inner join {{ ref('fct_payments') }} as translated on payments.payment_id = translated.payment_id
    group by invoices.invoice_id
),

amounts as (
    select
        invoices.invoice_id,
        {{ translated('invoices.invoice_with_vat_amount', 'invoices.currency') }} as invoice_with_vat_amount,
        {{ translated(
            '(invoices.invoice_with_vat_amount - coalesce(settled.same_currency_amount, 0))', 'invoices.currency'
        ) }} as open_with_vat_amount,
        {{ translated('invoices.vat_amount', 'invoices.currency') }} as vat_amount,
        coalesce(settled.other_currency_amount, 0) as other_currency_amount,
        settled.last_payment_date,
    from invoices
    cross join {{ ref('int_company_resolved') }} as settings
    left join settled on invoices.invoice_id = settled.invoice_id
    {{ join_rate('invoices.currency', 'invoices.invoice_date') }}
)

select
    {{ surrogate_key(['invoices.invoice_id']) }} as invoice_key,
    invoices.invoice_id,
    invoices.document_number,
    {{ member_key('customer') }},
    invoices.customer_id,
    invoices.order_id,
    invoices.corrected_invoice_id,
    invoices.invoice_date,
    coalesce(
        invoices.due_date,
        cast(
            {{ dbt.dateadd('day', 'coalesce(invoices.payment_term_days, customer.payment_term_days, 0)', 'invoices.invoice_date') }} as date
        )
    ) as due_date,
    cast(amounts.invoice_with_vat_amount as decimal(18, 4)) as invoice_with_vat_amount,
    cast(amounts.vat_amount as decimal(18, 4)) as vat_amount,
    {% if is_provided('payments') -%}
        cast(amounts.invoice_with_vat_amount - amounts.open_with_vat_amount + amounts.other_currency_amount as decimal(18, 4))
            as paid_with_vat_amount,
    {%- else -%}
    cast(null as decimal(18, 4)) as paid_with_vat_amount,
    {%- endif %}
    amounts.last_payment_date,
    invoices.source_system,
    invoices.source_load_id,
    {{ own_columns('invoices', 'invoices') }}
from invoices
inner join amounts on invoices.invoice_id = amounts.invoice_id
{{ join_member('dim_customers', 'customer', 'invoices.customer_id', 'invoices.invoice_date') }}
