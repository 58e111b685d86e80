select
    cast(channel_id as varchar) as channel_id,
    cast(coalesce(channel_name, channel_id) as varchar) as channel_name,
    cast(channel_kind as varchar) as channel_kind,
    cast(parent_channel_id as varchar) as parent_channel_id,
    cast(medium as varchar) as medium,
    cast(org_unit_id as varchar) as org_unit_id,
    coalesce(cast(is_self_service as boolean), false) as is_self_service,
    _from_load_id as source_load_id,
from {{ landed_members('standard', 'channels', ['channel_id']) }}
