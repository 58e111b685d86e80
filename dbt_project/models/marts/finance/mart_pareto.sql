-- Members ranked by a measure within a window; class A makes the first 80 % of the positive total, B the next 15 %, C the rest.
with

lines as (
    select
        lines.*,
        coalesce(lines.customer_id, 'UNKNOWN') as known_customer_id,
        coalesce(lines.employee_id, 'UNKNOWN') as known_employee_id,
        product.product_id as known_product_id,
        territory.territory_id as known_territory_id,
        channel.channel_id as known_channel_id,
        company.as_of_date,
    from {{ ref('fct_invoice_lines') }} as lines
    inner join {{ ref('dim_products') }} as product on lines.product_key = product.product_key
    inner join {{ ref('dim_territories') }} as territory on lines.territory_key = territory.territory_key
    inner join {{ ref('dim_channels') }} as channel on lines.channel_key = channel.channel_key
    cross join {{ ref('dim_company') }} as company
    where lines.invoice_date <= company.as_of_date
),

members as (
    {% for subject in ['customer', 'product', 'employee', 'territory', 'channel'] %}
        select
            windows.window_months,
            lines.as_of_date,
            '{{ subject }}' as subject,
            lines.known_{{ subject }}_id as member_id,
            sum(lines.net_amount) as net_revenue_amount,
            sum(lines.gross_margin_amount) as gross_margin_amount,
        from lines
        inner join (values (12), (24), (36), (1200)) as windows (window_months)
            on lines.invoice_date > {{ dbt.dateadd('month', '-windows.window_months', 'lines.as_of_date') }}
        group by windows.window_months, lines.as_of_date, lines.known_{{ subject }}_id
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

measures as (
    {% for measure in ['net_revenue', 'gross_margin'] %}
        select
            window_months,
            as_of_date,
            subject,
            '{{ measure }}' as measure,
            member_id,
            {{ measure }}_amount as amount,
        from members
        where {{ measure }}_amount is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

ranked as (
    select
        *,
        row_number() over by_amount as member_rank,
        sum(amount) over by_amount as cumulative_amount,
        sum(amount) over members_of_measure as total_amount,
        sum(greatest(amount, 0)) over members_of_measure as positive_amount,
        sum(greatest(amount, 0)) over by_amount - greatest(amount, 0) as positive_before_amount,
        count(*) over members_of_measure as member_count,
    from measures
    window
        by_amount as (
            partition by window_months, subject, measure order by amount desc, member_id asc
            rows between unbounded preceding and current row
        ),
        members_of_measure as (partition by window_months, subject, measure)
)

select
    as_of_date,
    cast(window_months as bigint) as window_months,
    cast(subject as varchar) as subject,
    cast(measure as varchar) as measure,
    member_id,
    member_rank as rank,
    member_count,
    cast(amount as decimal(18, 4)) as amount,
    cast(cumulative_amount as decimal(18, 4)) as cumulative_amount,
    {{ share('cumulative_amount', 'total_amount') }} as cumulative_share,
    case
        when amount <= 0 or positive_before_amount * 100 >= positive_amount * 95 then 'C'
        when positive_before_amount * 100 >= positive_amount * 80 then 'B'
        else 'A'
    end as class,
from ranked
