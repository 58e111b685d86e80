-- A cell that sold only a year ago has a row too: its revenue of this year is 0, its previous year stands beside it.
with

lines as (
    select
        {{ period_start('lines.invoice_date') }} as period_start_date,
        coalesce(lines.customer_id, 'UNKNOWN') as customer_id,
        product.product_id,
        coalesce(lines.employee_id, 'UNKNOWN') as employee_id,
        territory.territory_id,
        channel.channel_id,
        lines.invoice_id,
        lines.line_kind,
        lines.quantity,
        lines.gross_amount,
        lines.discount_amount,
        lines.net_amount,
        lines.cost_amount,
        lines.gross_margin_amount,
    from {{ ref('fct_invoice_lines') }} as lines
    inner join {{ ref('dim_products') }} as product on lines.product_key = product.product_key
    inner join {{ ref('dim_territories') }} as territory on lines.territory_key = territory.territory_key
    inner join {{ ref('dim_channels') }} as channel on lines.channel_key = channel.channel_key
),

cells as (
    select
        period_start_date,
        customer_id,
        product_id,
        employee_id,
        territory_id,
        channel_id,
        sum(case when line_kind = 'sale' then gross_amount else 0 end) as gross_revenue_amount,
        sum(case when line_kind = 'sale' then coalesce(discount_amount, 0) else 0 end) as discount_amount,
        -sum(case when line_kind = 'credit_note' then net_amount else 0 end) as credit_note_amount,
        sum(case when line_kind = 'charge' then net_amount else 0 end) as charge_income_amount,
        sum(net_amount) as net_revenue_amount,
        sum(cost_amount) as cost_of_goods_amount,
        sum(gross_margin_amount) as gross_margin_amount,
        count(distinct invoice_id) as invoice_count,
        sum(case when line_kind = 'sale' then quantity else 0 end) as quantity,
    from lines
    group by all
),

both_years as (
    select
        *,
        cast(0 as decimal(18, 4)) as net_revenue_previous_year_amount,
    from cells

    union all

    select
        cast({{ dbt.dateadd('month', 12, 'period_start_date') }} as date) as period_start_date,
        customer_id,
        product_id,
        employee_id,
        territory_id,
        channel_id,
        0 as gross_revenue_amount,
        0 as discount_amount,
        0 as credit_note_amount,
        0 as charge_income_amount,
        0 as net_revenue_amount,
        null as cost_of_goods_amount,
        null as gross_margin_amount,
        0 as invoice_count,
        0 as quantity,
        net_revenue_amount as net_revenue_previous_year_amount,
    from cells
    where
        period_start_date > date '1900-01-01'
        and {{ dbt.dateadd('month', 12, 'period_start_date') }}
        <= (select {{ period_start('as_of_date') }} from {{ ref('dim_company') }})
)

select
    period_start_date,
    customer_id,
    product_id,
    employee_id,
    territory_id,
    channel_id,
    cast(sum(gross_revenue_amount) as decimal(18, 4)) as gross_revenue_amount,
    cast(sum(discount_amount) as decimal(18, 4)) as discount_amount,
    cast(sum(credit_note_amount) as decimal(18, 4)) as credit_note_amount,
    cast(sum(charge_income_amount) as decimal(18, 4)) as charge_income_amount,
    cast(sum(net_revenue_amount) as decimal(18, 4)) as net_revenue_amount,
    cast(sum(net_revenue_previous_year_amount) as decimal(18, 4)) as net_revenue_previous_year_amount,
    cast(sum(cost_of_goods_amount) as decimal(18, 4)) as cost_of_goods_amount,
    cast(sum(gross_margin_amount) as decimal(18, 4)) as gross_margin_amount,
    cast(sum(invoice_count) as bigint) as invoice_count,
    cast(sum(quantity) as decimal(18, 6)) as quantity,
from both_years
group by period_start_date, customer_id, product_id, employee_id, territory_id, channel_id
