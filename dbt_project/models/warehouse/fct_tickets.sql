-- An accumulating snapshot: the row of a ticket is filled on from its receipt to its end. Days are business days.
with

tickets as (
    select
        tickets.*,
        {% for step in ['opened', 'first_response', 'resolved', 'closed'] -%}
            {{ business_date('tickets.' ~ step ~ '_at', 'settings.time_zone') }} as {{ step }}_date,
        {% endfor -%}
    from {{ ref('int_tickets_united') }} as tickets
    cross join {{ ref('int_company_resolved') }} as settings
)

select
    {{ surrogate_key(['tickets.ticket_id']) }} as ticket_key,
    tickets.ticket_id,
    {{ member_key('customer') }},
    {{ member_key('contact') }},
    {{ member_key('product') }},
    {{ member_key('employee', none_when='tickets.employee_id is null and tickets.is_automated') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    tickets.customer_id,
    tickets.product_id,
    tickets.employee_id,
    tickets.org_unit_id,
    tickets.installed_product_id,
    tickets.service_contract_id,
    tickets.order_id,
    tickets.solution_id,
    tickets.opportunity_id,
    {{ known_date('tickets.opened_date') }} as opened_date,
    tickets.first_response_date,
    tickets.resolved_date,
    tickets.closed_date,
    tickets.due_date,
    tickets.opened_at,
    tickets.first_response_at,
    tickets.resolved_at,
    tickets.closed_at,
    tickets.priority,
    tickets.category,
    tickets.defect,
    tickets.subject,
    tickets.description,
    tickets.status,
    tickets.sla_response_minutes,
    tickets.sla_resolution_minutes,
    {{ minutes_between('tickets.opened_at', 'tickets.first_response_at') }} as response_minutes,
    {{ minutes_between('tickets.opened_at', 'tickets.resolved_at') }} as resolution_minutes,
    tickets.handling_minutes,
    tickets.reply_count,
    tickets.reopened_count,
    tickets.is_escalated,
    tickets.is_automated,
    tickets.is_resolved_by_solution,
    tickets.is_resolved_on_first_contact,
    tickets.source_system,
    tickets.source_load_id,
    {{ own_columns('tickets', 'tickets') }}
from tickets
{{ join_member('dim_customers', 'customer', 'tickets.customer_id', 'tickets.opened_date') }}
{{ join_member('dim_contacts', 'contact', 'tickets.contact_id') }}
{{ join_member('dim_products', 'product', 'tickets.product_id') }}
{{ join_member('dim_employees', 'employee', 'tickets.employee_id', 'tickets.opened_date') }}
{{ join_member('dim_channels', 'channel', 'tickets.channel_id') }}
{{ join_member('dim_territories', 'territory', 'customer.territory_id') }}
