-- What the event doesn't say stands on the invitation that the e-mail carried.
with

events as (
    select
        events.* replace (
            coalesce(events.campaign_id, invitations.campaign_id) as campaign_id,
            coalesce(events.customer_id, invitations.customer_id) as customer_id,
            coalesce(events.contact_id, invitations.contact_id) as contact_id
        ),
        {{ business_date('events.occurred_at', 'settings.time_zone') }} as occurred_date,
    from {{ ref('int_email_events_united') }} as events
    cross join {{ ref('int_company_resolved') }} as settings
    left join {{ ref('int_campaign_members_united') }} as invitations
        on events.campaign_member_id = invitations.campaign_member_id
)

select
    {{ surrogate_key(['events.email_event_id']) }} as email_event_key,
    events.email_event_id,
    events.event_kind,
    {{ member_key('campaign', none_when='events.campaign_id is null') }},
    {{ member_key('customer') }},
    {{ member_key('contact') }},
    events.campaign_id,
    events.campaign_member_id,
    events.customer_id,
    {{ known_date('events.occurred_date') }} as occurred_date,
    events.occurred_at,
    events.mailing_name,
    events.message_subject,
    events.link_url,
    events.bounce_kind,
    events.device_kind,
    events.is_machine_opened,
    events.source_system,
    events.source_load_id,
    {{ own_columns('email_events', 'events') }}
from events
{{ join_member('dim_campaigns', 'campaign', 'events.campaign_id') }}
{{ join_member('dim_customers', 'customer', 'events.customer_id', 'events.occurred_date') }}
{{ join_member('dim_contacts', 'contact', 'events.contact_id') }}
