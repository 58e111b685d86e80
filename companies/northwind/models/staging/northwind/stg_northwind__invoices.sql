-- The system has no invoices: an order is invoiced on its day, so that turnover has one road.
select
    order_id as invoice_id,
    order_id as document_number,
    customer_id,
    employee_id,
    order_id,
    order_date as invoice_date,
    _from_load_id as source_load_id,
from {{ ref('base_northwind__orders') }}
