select
    account_id,
    account_name,
    parent_account_id,
    account_type,
    _from_load_id as source_load_id,
from {{ ref('base_adventureworks__accounts') }}
