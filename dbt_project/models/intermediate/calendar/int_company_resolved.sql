-- The settings with the day on which the analysis stands: the given one, else the last day on which anything happened.
with

settings as (
    select * from {{ ref('stg_company__settings') }}
),

last_days as (
    select max(order_date) as last_date from {{ ref('int_orders_united') }}
    union all
    select max(invoice_date) as last_date from {{ ref('int_invoices_united') }}
    union all
    select max(payment_date) as last_date from {{ ref('int_payments_united') }}
    union all
    select max(activity_date) as last_date from {{ ref('int_activities_united') }}
    union all
    select max(coalesce(closed_date, created_date)) as last_date from {{ ref('int_opportunities_united') }}
)

select
    settings.* exclude (as_of_date),
    coalesce(settings.as_of_date, (select max(last_days.last_date) from last_days), date '1900-01-01') as as_of_date,
from settings
