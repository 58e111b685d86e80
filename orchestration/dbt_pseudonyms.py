"""The generated model that gives a pseudonym to every value which the privacy policy replaces.

Belongs here: which entities it reads, and where it is kept. Doesn't belong here: its SQL (macros/privacy.sql) or
pseudonyms of keys (ingest).
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.contracts import standard_entities
from settings.sections import Privacy

PSEUDONYMS_YAML = {
    "name": "stg_company__pseudonyms",
    "description": "One row per kind and value that the privacy policy replaces: its pseudonym. Never published.",
    "data_tests": [{"one_row_per": {"arguments": {"columns": ["kind", "value"]}}}],
}
# Kept from run to run in the private file, so that a value has the same pseudonym tomorrow.
_KEPT = """\
{{{{
    config(
        database='private', schema='pseudonyms', alias='of_values',
        materialized='incremental', incremental_strategy='append'
    )
}}}}
{{{{ pseudonyms_of_values({entities}) }}}}
"""
_NONE = """\
-- The company's privacy policy replaces nothing.
select
    cast(null as varchar) as kind,
    cast(null as varchar) as value,
    cast(null as varchar) as token,
from {{ ref('stg_company__settings') }}
where false
"""


def pseudonyms_sql(privacy: Privacy, provided: Mapping[str, list[str]]) -> str:
    """The model's text. provided: the entities of each system, as dbt gets them."""
    entities = sorted({entity for found in provided.values() for entity in found if _may_replace(privacy, entity)})
    return _KEPT.format(entities=entities) if entities else _NONE


def _may_replace(privacy: Privacy, entity: str) -> bool:
    """Whether a column of the entity, or one that a company adds to it, is replaced."""
    contract = standard_entities().get(entity)
    columns = [column.name for column in contract.columns if column.personal] if contract else []
    own = [place for place in privacy.columns if place.startswith(f"{entity}.")]
    policies = {privacy.policy_of(entity, name) for name in [*columns, "attr_"]} | {privacy.columns[p] for p in own}
    return "pseudonymise" in policies
