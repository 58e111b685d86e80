select
    cast(businessentityid as varchar) as person_id,
    concat_ws(' ', firstname, middlename, lastname) as person_name,
    persontype as person_kind,
    _from_load_id,
from {{ landed('adventureworks', 'people') }}
