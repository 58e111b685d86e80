-- An invitation that never went out stands on the first day of its campaign.
with

invitations as (
    select
        invitations.*,
        coalesce(invitations.invited_date, invitations.responded_date, campaigns.start_date, settings.as_of_date) as campaign_date,
    from {{ ref('int_campaign_members_united') }} as invitations
    cross join {{ ref('int_company_resolved') }} as settings
    left join {{ ref('int_campaigns_united') }} as campaigns on invitations.campaign_id = campaigns.campaign_id
)

select
    {{ surrogate_key(['invitations.campaign_member_id']) }} as campaign_member_key,
    invitations.campaign_member_id,
    {{ member_key('campaign') }},
    {{ member_key('customer', none_when='invitations.customer_id is null and invitations.lead_id is not null') }},
    {{ member_key('contact') }},
    {{ member_key('employee', none_when='invitations.employee_id is null') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    invitations.campaign_id,
    invitations.customer_id,
    invitations.lead_id,
    invitations.opportunity_id,
    invitations.order_id,
    invitations.campaign_date,
    invitations.invited_date,
    invitations.responded_date,
    invitations.next_contact_date,
    invitations.response,
    invitations.variant,
    invitations.list_name,
    invitations.invited_date is not null as is_invited,
    invitations.responded_date is not null as has_responded,
    invitations.is_positive_response,
    invitations.is_segmented,
    invitations.is_control_group,
    invitations.call_attempt_count,
    invitations.contact_minutes,
    invitations.contact_cost_amount,
    invitations.source_system,
    invitations.source_load_id,
    {{ own_columns('campaign_members', 'invitations') }}
from invitations
{{ join_member('dim_campaigns', 'campaign', 'invitations.campaign_id') }}
{{ join_member('dim_customers', 'customer', 'invitations.customer_id', 'invitations.campaign_date') }}
{{ join_member('dim_contacts', 'contact', 'invitations.contact_id') }}
{{ join_member('dim_employees', 'employee', 'invitations.employee_id', 'invitations.campaign_date') }}
{{ join_member('dim_channels', 'channel', 'coalesce(invitations.channel_id, campaign.channel_id)') }}
{{ join_member('dim_territories', 'territory', 'customer.territory_id') }}
