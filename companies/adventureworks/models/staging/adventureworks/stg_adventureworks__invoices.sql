-- The export has no invoices: an order is invoiced on its day, so that turnover has one road.
select
    order_id as invoice_id,
    order_id as document_number,
    customer_id,
    employee_id,
    channel_id,
    territory_id,
    order_id,
    order_date as invoice_date,
    total_amount as invoice_with_vat_amount,
    tax_amount as vat_amount,
    _from_load_id as source_load_id,
from {{ ref('base_adventureworks__sales_orders') }}
