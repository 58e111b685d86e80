select
    cast(DatabaseLogID as varchar) as log_entry_id,
    PostTime as posted_at,
    Event as event_kind,
    concat_ws('.', Schema, Object) as object_name,
    TSQL as statement_text,
    _from_load_id,
from {{ landed('adventureworks', 'database_log') }}
