with

versions as (
    select
        {{ surrogate_key(['employee_id', 'valid_from_date']) }} as employee_key,
        *,
    from {{ ref('int_employees_versioned') }}
)

{{
    with_special_members('versions', 'employee', values={
        'valid_from_date': "date '1900-01-01'", 'valid_to_date': "date '9999-12-31'", 'is_current': 'true', 'is_deleted': 'false',
    })
}}
