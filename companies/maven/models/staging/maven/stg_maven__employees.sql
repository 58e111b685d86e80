-- Managers appear only as names beside their agents: they become employees of their own.
with

agents as (
    select
        sales_agent as employee_id,
        sales_agent as employee_name,
        'Sales Agent' as job_title,
        manager as manager_employee_id,
        territory_id,
        valid_from_date,
        valid_to_date,
        _from_load_id as source_load_id,
    from {{ ref('base_maven__sales_teams') }}
),

managers as (
    select
        manager as employee_id,
        manager as employee_name,
        'Manager' as job_title,
        cast(null as varchar) as manager_employee_id,
        min(territory_id) as territory_id,
        min(valid_from_date) as valid_from_date,
        cast(null as date) as valid_to_date,
        max(_from_load_id) as source_load_id,
    from {{ ref('base_maven__sales_teams') }}
    where valid_to_date is null and manager not in (select agents.employee_id from agents)
    group by manager
)

select * from agents
union all
select * from managers
