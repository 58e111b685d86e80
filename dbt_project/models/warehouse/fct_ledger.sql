-- A line's amount belongs to a month as a whole: customer and employee are those of the month's last day.
with

entries as (
    select * from {{ ref('int_ledger_entries_united') }}
    where coalesce(version, 'actual') = 'actual'
)

select
    {{ surrogate_key(['entries.ledger_entry_id']) }} as ledger_entry_key,
    entries.ledger_entry_id,
    entries.document_number,
    entries.line_number,
    {{ member_key('account') }},
    {{ member_key('cost_centre', none_when='entries.cost_centre_id is null') }},
    {{ member_key('customer', none_when='entries.customer_id is null') }},
    {{ member_key('product', none_when='entries.product_id is null') }},
    {{ member_key('employee', none_when='entries.employee_id is null') }},
    {{ member_key('channel', none_when='entries.channel_id is null') }},
    {{ member_key('campaign', none_when='entries.campaign_id is null') }},
    entries.account_id,
    entries.cost_centre_id,
    entries.customer_id,
    entries.product_id,
    entries.employee_id,
    entries.channel_id,
    entries.campaign_id,
    entries.project_id,
    entries.order_id,
    {{ period_start('coalesce(entries.cost_period, entries.posting_date)') }} as period_start_date,
    entries.posting_date,
    entries.reversal_of_ledger_entry_id,
    entries.description,
    cast({{ translated('entries.ledger_amount', 'entries.currency') }} as decimal(18, 4)) as ledger_amount,
    entries.source_system,
    entries.source_load_id,
    {{ own_columns('ledger_entries', 'entries') }}
from entries
cross join {{ ref('int_company_resolved') }} as settings
{{ join_rate('entries.currency', 'entries.posting_date') }}
{{ join_member('dim_accounts', 'account', 'entries.account_id') }}
{{ join_member('dim_cost_centres', 'cost_centre', 'entries.cost_centre_id') }}
{{ join_member('dim_customers', 'customer', 'entries.customer_id', period_end('coalesce(entries.cost_period, entries.posting_date)')) }}
{{ join_member('dim_products', 'product', 'entries.product_id') }}
{{ join_member('dim_employees', 'employee', 'entries.employee_id', period_end('coalesce(entries.cost_period, entries.posting_date)')) }}
{{ join_member('dim_channels', 'channel', 'entries.channel_id') }}
{{ join_member('dim_campaigns', 'campaign', 'entries.campaign_id') }}
