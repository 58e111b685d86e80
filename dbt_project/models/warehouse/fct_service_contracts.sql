-- Amounts are translated at the rate of the day of signing.
with

contracts as (
    select
        *,
        coalesce(signed_date, start_date) as agreed_date,
    from {{ ref('int_service_contracts_united') }}
)

select
    {{ surrogate_key(['contracts.service_contract_id']) }} as service_contract_key,
    contracts.service_contract_id,
    contracts.document_number,
    contracts.service_contract_name,
    contracts.service_contract_kind,
    {{ member_key('customer') }},
    {{ member_key('contact') }},
    {{ member_key('employee') }},
    {{ member_key('product') }},
    {{ member_key('territory') }},
    contracts.customer_id,
    contracts.product_id,
    contracts.project_id,
    contracts.renewed_service_contract_id,
    contracts.signed_date,
    contracts.start_date,
    contracts.end_date,
    contracts.cancelled_date,
    contracts.cancellation_reason,
    contracts.status,
    contracts.notice_days,
    contracts.period_months,
    contracts.included_visit_count,
    contracts.sla_response_minutes,
    contracts.sla_resolution_minutes,
    cast({{ translated('contracts.fee_amount', 'contracts.currency') }} as decimal(18, 4)) as fee_amount,
    cast({{ translated('contracts.annual_amount', 'contracts.currency') }} as decimal(18, 4)) as annual_amount,
    contracts.is_renewed_automatically,
    contracts.renewed_service_contract_id is not null as is_renewed,
    contracts.cancelled_date is not null as is_cancelled,
    contracts.source_system,
    contracts.source_load_id,
    {{ own_columns('service_contracts', 'contracts') }}
from contracts
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('contracts.currency', 'contracts.agreed_date') }}
{{ join_member('dim_customers', 'customer', 'contracts.customer_id', 'contracts.start_date') }}
{{ join_member('dim_contacts', 'contact', 'contracts.contact_id') }}
{{ join_member('dim_employees', 'employee', 'contracts.employee_id', 'contracts.start_date') }}
{{ join_member('dim_products', 'product', 'contracts.product_id') }}
{{ join_member('dim_territories', 'territory', 'customer.territory_id') }}
