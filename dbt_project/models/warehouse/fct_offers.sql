with

offers as (
    select
        *,
        row_number() over (
            partition by source_system, coalesce(offer_number, offer_id) order by version_number desc, offer_date desc, offer_id desc
        ) = 1 as is_latest_version,
    from {{ ref('int_offers_united') }}
)

select
    {{ surrogate_key(['offers.offer_id']) }} as offer_key,
    offers.offer_id,
    offers.offer_number,
    coalesce(offers.version_number, 1) as version_number,
    {{ member_key('customer', none_when='offers.customer_id is null and offers.lead_id is not null') }},
    {{ member_key('contact') }},
    {{ member_key('employee') }},
    {{ member_key('product') }},
    {{ member_key('channel') }},
    {{ member_key('territory') }},
    {{ member_key('campaign', none_when='offers.campaign_id is null') }},
    {{ member_key('competitor', none_when='offers.competitor_id is null') }},
    offers.customer_id,
    offers.lead_id,
    offers.opportunity_id,
    offers.project_id,
    offers.product_group,
    offers.offer_date,
    offers.decided_date,
    offers.valid_to_date,
    offers.requested_at,
    offers.sent_at,
    offers.status,
    coalesce(offers.status = 'won', false) as is_won,
    coalesce(offers.status = 'lost', false) as is_lost,
    offers.is_latest_version,
    offers.lost_reason,
    offers.entry_mode,
    offers.line_count,
    offers.preparation_minutes,
    {{ minutes_between('offers.requested_at', 'offers.sent_at') }} as request_to_sent_minutes,
    cast({{ translated('offers.gross_amount', 'offers.currency') }} as decimal(18, 4)) as gross_amount,
    cast({{ translated_discount('offers', 'offers.currency') }} as decimal(18, 4)) as discount_amount,
    cast({{ translated('offers.net_amount', 'offers.currency') }} as decimal(18, 4)) as net_amount,
    cast({{ translated('offers.cost_amount', 'offers.currency') }} as decimal(18, 4)) as cost_amount,
    offers.source_system,
    offers.source_load_id,
    {{ own_columns('offers', 'offers') }}
from offers
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('offers.currency', 'offers.offer_date') }}
{{ join_member('dim_customers', 'customer', 'offers.customer_id', 'offers.offer_date') }}
{{ join_member('dim_contacts', 'contact', 'offers.contact_id') }}
{{ join_member('dim_employees', 'employee', 'offers.employee_id', 'offers.offer_date') }}
{{ join_member('dim_products', 'product', 'offers.product_id') }}
{{ join_member('dim_channels', 'channel', 'coalesce(offers.channel_id, customer.channel_id)') }}
{{ join_member('dim_territories', 'territory', 'coalesce(offers.territory_id, customer.territory_id, employee.territory_id)') }}
{{ join_member('dim_campaigns', 'campaign', 'offers.campaign_id') }}
{{ join_member('dim_competitors', 'competitor', 'offers.competitor_id') }}
