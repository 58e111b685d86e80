-- The mart is the invoice lines added up: month by month, to the last decimal, nothing lost in a join and nothing twice.
with

lines as (
    select
        {{ period_start('invoice_date') }} as period_start_date,
        sum(net_amount) as net_revenue_amount,
        sum(gross_margin_amount) as gross_margin_amount,
    from {{ ref('fct_invoice_lines') }}
    group by {{ period_start('invoice_date') }}
),

turnover as (
    select
        period_start_date,
        sum(net_revenue_amount) as net_revenue_amount,
        sum(gross_revenue_amount - discount_amount - credit_note_amount + charge_income_amount) as explained_amount,
        sum(gross_margin_amount) as gross_margin_amount,
    from {{ ref('mart_turnover') }}
    group by period_start_date
)

select
    coalesce(lines.period_start_date, turnover.period_start_date) as period_start_date,
    lines.net_revenue_amount as net_amount_of_lines,
    turnover.net_revenue_amount,
    turnover.explained_amount,
    lines.gross_margin_amount as gross_margin_amount_of_lines,
    turnover.gross_margin_amount,
from lines
full outer join turnover on lines.period_start_date = turnover.period_start_date
where
    coalesce(lines.net_revenue_amount, 0) <> coalesce(turnover.net_revenue_amount, 0)
    or coalesce(turnover.net_revenue_amount, 0) <> coalesce(turnover.explained_amount, 0)
    or lines.gross_margin_amount is distinct from turnover.gross_margin_amount
