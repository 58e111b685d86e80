"""People of the register who stand in raw after all: a backup from before their erasure was restored.

Belongs here: finding them by their hashes, as a plan. Doesn't belong here: taking them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from ingest.contracts import Contract
from ingest.privacy.persons import Known, plan_of
from ingest.privacy.plan import Plan, Record
from ingest.privacy.register import read_register
from ingest.privacy.suppression import Suppression
from ingest.privacy.taking_out import VALUES, shown_token
from ingest.sql import identifier
from ingest.store import RawStore
from settings.errors import WhaleError
from settings.paths import DataPaths

REQUEST = "everybody in the register"


def registered_plan(paths: DataPaths, store: RawStore, known: Known, contracts: Iterable[Contract]) -> Plan:
    """Whom the register knows of those in raw. WhaleError when there is nobody."""
    landed = {(load.system, load.table_name) for load in store.loads() if load.loaded_count}
    suppression = Suppression(store.con, read_register(paths), contracts, landed)
    found: dict[tuple[str, str, str], Record] = {}
    for table in known.tables if suppression.register.keys else []:
        owners = {(mention.entity, mention.owner): mention.column.kind for mention in table.columns}
        for schema in (table.contract.raw_schema, table.contract.pending_schema):
            suppression.recognise(identifier(schema, table.contract.table), table)
            for entity, system, value, token in store.con.execute(f"from {VALUES}").fetchall():
                if (entity, system) in owners:
                    shown = shown_token(owners[entity, system], token)
                    found[entity, system, value] = Record(entity, system, value, token, shown)
    if not found:
        raise WhaleError("nobody in the register is in raw; nothing has to be erased again")
    plan = plan_of(known, list(found.values()), "again", REQUEST, datetime.now(UTC))
    return replace(plan, command="whale erase --registered")
