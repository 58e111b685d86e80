-- An order came through the web shop or from a shop that sells on.
select
    'online' as channel_id,
    'Web shop' as channel_name,
    'sales' as channel_kind,
    'web' as medium,
    true as is_self_service,
    cast(null as bigint) as source_load_id,

union all

select
    'reseller' as channel_id,
    'Shops' as channel_name,
    'sales' as channel_kind,
    'personal' as medium,
    false as is_self_service,
    cast(null as bigint) as source_load_id,
