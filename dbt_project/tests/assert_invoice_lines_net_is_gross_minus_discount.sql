-- Gross less discount is net on every sale, to the last decimal, whatever currency it was in: the waterfall starts with it.
select
    invoice_line_id,
    gross_amount,
    discount_amount,
    net_amount,
from {{ ref('fct_invoice_lines') }}
where line_kind = 'sale' and gross_amount - discount_amount <> net_amount
