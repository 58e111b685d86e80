with

payments as (
    select * from {{ ref('int_payments_united') }}
)

select
    {{ surrogate_key(['payments.payment_id']) }} as payment_key,
    payments.payment_id,
    payments.invoice_id,
    {{ member_key('customer') }},
    payments.customer_id,
    payments.payment_date,
    payments.payment_kind,
    payments.payment_method,
    payments.document_number,
    cast({{ translated('payments.payment_with_vat_amount', 'payments.currency') }} as decimal(18, 4)) as payment_with_vat_amount,
    payments.source_system,
    payments.source_load_id,
    {{ own_columns('payments', 'payments') }}
from payments
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('payments.currency', 'payments.payment_date') }}
{{ join_member('dim_customers', 'customer', 'payments.customer_id', 'payments.payment_date') }}
