with

members as (
    select
        {{ surrogate_key(['product_id']) }} as product_key,
        *,
    from {{ ref('int_products_golden') }}
)

{{
    with_special_members('members', 'product', values={
        'is_service': 'false', 'is_spare_part': 'false', 'is_active': 'false', 'is_deleted': 'false',
    })
}}
