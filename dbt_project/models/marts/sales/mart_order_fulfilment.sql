-- An order as the customer first asked for it against what left the house and when. A cancelled line asks for nothing.
with

orders as (
    select * from {{ ref('fct_orders') }}
),

asked as (
    select
        order_id,
        coalesce(product_id, 'UNKNOWN') as product_id,
        count(*) as line_count,
        sum(case when is_cancelled then 0 else requested_quantity end) as requested_quantity,
        sum(case when is_cancelled then 0 else confirmed_quantity end) as confirmed_quantity,
        sum(case when is_cancelled then 0 else net_amount end) as net_order_amount,
    from {{ ref('fct_order_lines') }}
    group by order_id, coalesce(product_id, 'UNKNOWN')
),

sent as (
    select
        order_id,
        coalesce(product_id, 'UNKNOWN') as product_id,
        sum(shipped_quantity) as shipped_quantity,
    from {{ ref('fct_shipments') }}
    group by order_id, coalesce(product_id, 'UNKNOWN')
),

-- Product by product: too much of one doesn't make up for too little of another.
compared as (
    select
        asked.order_id,
        sum(asked.line_count) as line_count,
        sum(asked.requested_quantity) as requested_quantity,
        sum(asked.confirmed_quantity) as confirmed_quantity,
        sum(asked.net_order_amount) as net_order_amount,
        sum(least(coalesce(sent.shipped_quantity, 0), asked.requested_quantity)) as fulfilled_quantity,
    from asked
    left join sent on asked.order_id = sent.order_id and asked.product_id = sent.product_id
    group by asked.order_id
),

shipped as (
    select
        order_id,
        min(shipped_date) as first_shipped_date,
        max(shipped_date) as last_shipped_date,
        max(delivered_date) as last_delivered_date,
        sum(shipped_quantity) as shipped_quantity,
    from {{ ref('fct_shipments') }}
    group by order_id
),

final as (
    select
        orders.order_id,
        coalesce(orders.customer_id, 'UNKNOWN') as customer_id,
        coalesce(orders.employee_id, 'UNKNOWN') as employee_id,
        orders.order_date,
        {{ period_start('orders.order_date') }} as period_start_date,
        orders.requested_delivery_date,
        orders.promised_delivery_date,
        shipped.first_shipped_date,
        shipped.last_shipped_date,
        shipped.last_delivered_date,
        coalesce(compared.line_count, 0) as line_count,
        compared.requested_quantity,
        compared.confirmed_quantity,
        compared.fulfilled_quantity,
        coalesce(shipped.shipped_quantity, 0) as shipped_quantity,
        compared.net_order_amount,
        orders.freight_amount,
        coalesce(orders.status = 'cancelled', false) as is_cancelled,
        shipped.order_id is not null as is_shipped,
        coalesce(shipped.order_id is not null and compared.fulfilled_quantity = compared.requested_quantity, false)
            as is_complete,
        coalesce(coalesce(shipped.last_delivered_date, shipped.last_shipped_date) > orders.requested_delivery_date, false) as is_late,
        {{ days_between('orders.requested_delivery_date', 'coalesce(shipped.last_delivered_date, shipped.last_shipped_date)') }}
            as late_days,
    from orders
    left join compared on orders.order_id = compared.order_id
    left join shipped on orders.order_id = shipped.order_id
)

select
    order_id,
    customer_id,
    employee_id,
    order_date,
    period_start_date,
    requested_delivery_date,
    promised_delivery_date,
    first_shipped_date,
    last_shipped_date,
    last_delivered_date,
    cast(line_count as bigint) as line_count,
    cast(requested_quantity as decimal(18, 6)) as requested_quantity,
    cast(confirmed_quantity as decimal(18, 6)) as confirmed_quantity,
    cast(shipped_quantity as decimal(18, 6)) as shipped_quantity,
    {{ share('fulfilled_quantity', 'requested_quantity') }} as fulfilment_share,
    cast(net_order_amount as decimal(18, 4)) as net_order_amount,
    freight_amount,
    is_cancelled,
    is_shipped,
    is_complete,
    is_late,
    is_complete and not is_late as is_on_time_in_full,
    late_days,
from final
