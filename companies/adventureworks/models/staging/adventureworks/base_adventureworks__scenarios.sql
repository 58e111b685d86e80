select
    cast(ScenarioKey as varchar) as scenario_id,
    lower(ScenarioName) as version,
from {{ landed('adventureworks', 'scenarios') }}
