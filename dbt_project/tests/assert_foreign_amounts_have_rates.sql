-- Every amount in a foreign currency has a rate on its day, or on one before; without it the amount would be missing from every sum.
{% set documents = [
    {'entity': 'orders', 'day': 'order_date', 'amounts': ['freight_amount'], 'lines': 'order_lines', 'key': 'order_id'},
    {'entity': 'invoices', 'day': 'invoice_date', 'amounts': ['invoice_with_vat_amount'], 'lines': 'invoice_lines', 'key': 'invoice_id'},
    {'entity': 'offers', 'day': 'offer_date', 'amounts': ['gross_amount', 'net_amount', 'cost_amount']},
    {
        'entity': 'opportunities', 'day': 'coalesce(documents.closed_date, documents.created_date)',
        'amounts': ['expected_amount', 'won_amount', 'lost_price_amount']
    },
    {'entity': 'payments', 'day': 'payment_date', 'amounts': ['payment_with_vat_amount']},
    {'entity': 'shipments', 'day': 'shipped_date', 'amounts': ['freight_cost_amount']},
    {'entity': 'complaints', 'day': 'complaint_date', 'amounts': ['settlement_amount']},
    {
        'entity': 'service_contracts', 'day': 'coalesce(documents.signed_date, documents.start_date)',
        'amounts': ['fee_amount', 'annual_amount']
    },
    {'entity': 'ledger_entries', 'day': 'posting_date', 'amounts': ['ledger_amount']},
] %}
with

foreign_amounts as (
    {% for document in documents %}
        {% set day = document.day if '(' in document.day else 'documents.' ~ document.day %}
        select
            '{{ document.entity }}' as entity,
            documents.currency,
            {{ day }} as amount_date,
            count(*) as row_count,
        from {{ ref('int_' ~ document.entity ~ '_united') }} as documents
        where
            documents.currency is not null
            and (
                {% for amount in document.amounts -%}
                    documents.{{ amount }} is not null {{ 'or' if not loop.last }}
                {% endfor -%}
                {% if document.lines -%}
                    or documents.{{ document.key }} in (
                        select lines.{{ document.key }} from {{ ref('int_' ~ document.lines ~ '_united') }} as lines
                    )
                {%- endif %}
            )
        group by documents.currency, {{ day }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    foreign_amounts.entity,
    foreign_amounts.currency,
    foreign_amounts.amount_date,
    foreign_amounts.row_count,
from foreign_amounts
inner join {{ ref('int_company_resolved') }} as settings on foreign_amounts.currency <> settings.reporting_currency
{{ join_rate('foreign_amounts.currency', 'foreign_amounts.amount_date') }}
where rates.exchange_rate is null
