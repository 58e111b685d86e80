with

valued as (
    -- Products of two decimals need 38 digits; round() goes half away from zero.
    select
        *,
        coalesce(cast(is_sample as boolean), false) and coalesce(net_amount, 0) = 0 as is_gift,
        cast(
            round(cast(list_price_amount as decimal(38, 4)) * quantity, 4) as decimal(18, 4)
        ) as list_value_amount,
        cast(
            round(cast(unit_price_amount as decimal(38, 4)) * quantity, 4) as decimal(18, 4)
        ) as price_value_amount,
    from {{ landed('standard', 'invoice_lines') }}
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
            case when quantity <> 0 then list_value_amount end,
            net_value_amount
        ) as gross_value_amount,
    from netted
)

select
    cast(invoice_line_id as varchar) as invoice_line_id,
    cast(invoice_id as varchar) as invoice_id,
    cast(line_number as bigint) as line_number,
    cast(product_id as varchar) as product_id,
    cast(
        coalesce(line_kind, case when net_value_amount < 0 then 'credit_note' else 'sale' end) as varchar
    ) as line_kind,
    cast(charge_kind as varchar) as charge_kind,
    cast(quantity as decimal(18, 6)) as quantity,
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
    cast(discount_reason as varchar) as discount_reason,
    coalesce(cast(is_sample as boolean), false) as is_sample,
    cast(order_line_id as varchar) as order_line_id,
    cast(shipment_line_id as varchar) as shipment_line_id,
    cast(return_id as varchar) as return_id,
    cast(complaint_id as varchar) as complaint_id,
    cast(corrected_invoice_line_id as varchar) as corrected_invoice_line_id,
    cast(service_contract_id as varchar) as service_contract_id,
    cast(service_order_id as varchar) as service_order_id,
    cast(project_id as varchar) as project_id,
    _from_load_id as source_load_id,
from grossed
