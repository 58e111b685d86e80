with

versions as (
    select
        {{ surrogate_key(['customer_id', 'valid_from_date']) }} as customer_key,
        *,
    from {{ ref('int_customers_versioned') }}
)

{{
    with_special_members('versions', 'customer', values={
        'valid_from_date': "date '1900-01-01'", 'valid_to_date': "date '9999-12-31'", 'is_current': 'true', 'is_deleted': 'false',
        'has_marketing_consent': 'false', 'is_intercompany': 'false', 'is_prospect': 'false',
    })
}}
