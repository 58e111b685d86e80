-- Every version of the ledger but the actual one. Lines are translated and rounded one by one, then added up.
with

entries as (
    select
        entries.*,
        {{ period_start('coalesce(entries.cost_period, entries.posting_date)') }} as period_start_date,
        cast({{ translated('entries.ledger_amount', 'entries.currency') }} as decimal(18, 4)) as budget_amount,
    from {{ ref('int_ledger_entries_united') }} as entries
    cross join {{ ref('int_company_resolved') }} as settings
    {{ join_rate('entries.currency', 'entries.posting_date') }}
    where entries.version <> 'actual'
),

cells as (
    select
        source_system,
        version,
        period_start_date,
        account_id,
        cost_centre_id,
        customer_id,
        product_id,
        employee_id,
        channel_id,
        campaign_id,
        project_id,
        count(*) as line_count,
        sum(budget_amount) as budget_amount,
        max(source_load_id) as source_load_id,
    from entries
    group by
        source_system, version, period_start_date, account_id, cost_centre_id, customer_id, product_id, employee_id, channel_id,
        campaign_id, project_id
)

select
    {{
        surrogate_key([
            'cells.source_system', 'cells.version', 'cells.period_start_date', 'cells.account_id', 'cells.cost_centre_id',
            'cells.customer_id', 'cells.product_id', 'cells.employee_id', 'cells.channel_id', 'cells.campaign_id', 'cells.project_id',
        ])
    }} as budget_key,
    cells.version,
    cells.period_start_date,
    {{ member_key('account') }},
    {{ member_key('cost_centre', none_when='cells.cost_centre_id is null') }},
    {{ member_key('customer', none_when='cells.customer_id is null') }},
    {{ member_key('product', none_when='cells.product_id is null') }},
    {{ member_key('employee', none_when='cells.employee_id is null') }},
    {{ member_key('channel', none_when='cells.channel_id is null') }},
    {{ member_key('campaign', none_when='cells.campaign_id is null') }},
    cells.account_id,
    cells.cost_centre_id,
    cells.customer_id,
    cells.product_id,
    cells.employee_id,
    cells.channel_id,
    cells.campaign_id,
    cells.project_id,
    cells.line_count,
    cast(cells.budget_amount as decimal(18, 4)) as budget_amount,
    cells.source_system,
    cells.source_load_id,
from cells
{{ join_member('dim_accounts', 'account', 'cells.account_id') }}
{{ join_member('dim_cost_centres', 'cost_centre', 'cells.cost_centre_id') }}
{{ join_member('dim_customers', 'customer', 'cells.customer_id', period_end('cells.period_start_date')) }}
{{ join_member('dim_products', 'product', 'cells.product_id') }}
{{ join_member('dim_employees', 'employee', 'cells.employee_id', period_end('cells.period_start_date')) }}
{{ join_member('dim_channels', 'channel', 'cells.channel_id') }}
{{ join_member('dim_campaigns', 'campaign', 'cells.campaign_id') }}
