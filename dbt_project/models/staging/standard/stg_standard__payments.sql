select
    cast(payment_id as varchar) as payment_id,
    cast(customer_id as varchar) as customer_id,
    cast(invoice_id as varchar) as invoice_id,
    cast(payment_date as date) as payment_date,
    cast(payment_with_vat_amount as decimal(18, 4)) as payment_with_vat_amount,
    cast(coalesce(payment_kind, 'payment') as varchar) as payment_kind,
    cast(payment_method as varchar) as payment_method,
    cast(document_number as varchar) as document_number,
    cast(currency as varchar) as currency,
    _from_load_id as source_load_id,
from {{ landed('standard', 'payments') }}
