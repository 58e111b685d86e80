with

activities as (
    select * from {{ ref('int_activities_united') }}
)

select
    {{ surrogate_key(['activities.activity_id']) }} as activity_key,
    activities.activity_id,
    activities.activity_kind,
    activities.direction,
    coalesce(activities.status, 'done') as status,
    {{ member_key('customer', none_when="activities.customer_id is null and activities.direction = 'internal'") }},
    {{ member_key('contact', none_when='activities.contact_id is null') }},
    {{ member_key('employee', none_when='activities.employee_id is null and activities.is_automated') }},
    {{ member_key('channel', none_when="activities.channel_id is null and activities.direction = 'internal'") }},
    {{ member_key('territory') }},
    {{ member_key('product', none_when='activities.product_id is null') }},
    {{ member_key('campaign', none_when='activities.campaign_id is null') }},
    {{ member_key('competitor', none_when='activities.competitor_id is null') }},
    activities.customer_id,
    activities.contact_role,
    activities.employee_id,
    activities.employee_role,
    activities.org_unit_id,
    activities.lead_id,
    activities.opportunity_id,
    activities.offer_id,
    activities.order_id,
    activities.ticket_id,
    activities.project_id,
    activities.trip_id,
    activities.visitor_id,
    activities.activity_date,
    activities.next_contact_date,
    activities.planned_at,
    activities.planned_start_at,
    activities.started_at,
    activities.ended_at,
    activities.recorded_at,
    activities.subject,
    activities.outcome,
    activities.call_list_name,
    activities.script_name,
    activities.attempt_number,
    activities.participant_count,
    activities.duration_minutes,
    activities.travel_minutes,
    activities.preparation_minutes,
    activities.wait_minutes,
    activities.distance_km,
    activities.is_automated,
    activities.is_auto_routed,
    activities.is_auto_registered,
    activities.is_auto_analysed,
    activities.is_auto_dialled,
    activities.is_escalated,
    activities.is_unanswered,
    activities.source_system,
    activities.source_load_id,
    {{ own_columns('activities', 'activities') }}
from activities
{{ join_member('dim_customers', 'customer', 'activities.customer_id', 'activities.activity_date') }}
{{ join_member('dim_contacts', 'contact', 'activities.contact_id') }}
{{ join_member('dim_employees', 'employee', 'activities.employee_id', 'activities.activity_date') }}
{{ join_member('dim_channels', 'channel', 'activities.channel_id') }}
{{ join_member('dim_territories', 'territory', 'coalesce(customer.territory_id, employee.territory_id)') }}
{{ join_member('dim_products', 'product', 'activities.product_id') }}
{{ join_member('dim_campaigns', 'campaign', 'activities.campaign_id') }}
{{ join_member('dim_competitors', 'competitor', 'activities.competitor_id') }}
