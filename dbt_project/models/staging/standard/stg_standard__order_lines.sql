with

valued as (
    -- Products of two decimals need 38 digits; round() goes half away from zero.
    select
        *,
        coalesce(cast(is_sample as boolean), false) and coalesce(net_amount, 0) = 0 as is_gift,
        cast(
            round(cast(list_price_amount as decimal(38, 4)) * requested_quantity, 4) as decimal(18, 4)
        ) as list_value_amount,
        cast(
            round(cast(unit_price_amount as decimal(38, 4)) * requested_quantity, 4) as decimal(18, 4)
        ) as price_value_amount,
    from {{ landed('standard', 'order_lines') }}
),

netted as (
    select
        *,
        coalesce(
            case when is_gift then 0 end,
            net_amount,
            gross_amount - discount_amount,
            list_value_amount - discount_amount,
            price_value_amount,
            gross_amount,
            list_value_amount
        ) as net_value_amount,
    from valued
),

grossed as (
    -- A sample is shown at its list value, all of it discount.
    -- A line without a quantity is about the price only: it has no list value.
    select
        *,
        coalesce(
            case when is_gift then coalesce(nullif(gross_amount, 0), list_value_amount, 0) end,
            gross_amount,
            net_value_amount + discount_amount,
            case when requested_quantity <> 0 then list_value_amount end,
            net_value_amount
        ) as gross_value_amount,
    from netted
)

select
    cast(order_line_id as varchar) as order_line_id,
    cast(order_id as varchar) as order_id,
    cast(line_number as bigint) as line_number,
    cast(product_id as varchar) as product_id,
    cast(requested_quantity as decimal(18, 6)) as requested_quantity,
    cast(confirmed_quantity as decimal(18, 6)) as confirmed_quantity,
    cast(requested_delivery_date as date) as requested_delivery_date,
    cast(promised_delivery_date as date) as promised_delivery_date,
    cast(price_list_id as varchar) as price_list_id,
    cast(list_price_amount as decimal(18, 4)) as list_price_amount,
    cast(unit_price_amount as decimal(18, 4)) as unit_price_amount,
    cast(gross_value_amount as decimal(18, 4)) as gross_amount,
    cast(
        case
            when is_gift then gross_value_amount
            else coalesce(discount_amount, gross_value_amount - net_value_amount)
        end as decimal(18, 4)
    ) as discount_amount,
    cast(net_value_amount as decimal(18, 4)) as net_amount,
    cast(cost_amount as decimal(18, 4)) as cost_amount,
    cast(promotion_id as varchar) as promotion_id,
    coalesce(cast(is_sample as boolean), false) as is_sample,
    coalesce(cast(is_cancelled as boolean), false) as is_cancelled,
    cast(cancelled_date as date) as cancelled_date,
    cast(cancellation_reason as varchar) as cancellation_reason,
    _from_load_id as source_load_id,
from grossed
