select
    cast(account_id as varchar) as account_id,
    cast(account_name as varchar) as account_name,
    cast(parent_account_id as varchar) as parent_account_id,
    cast(account_type as varchar) as account_type,
    cast(cost_kind as varchar) as cost_kind,
    cast(cost_class as varchar) as cost_class,
    coalesce(cast(is_active as boolean), true) as is_active,
    _from_load_id as source_load_id,
from {{ landed_members('standard', 'accounts', ['account_id']) }}
