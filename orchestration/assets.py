"""The assets of a company, from file to published version: one unbroken lineage.

Raw tables come from its contracts, models from dbt's manifest.

Belongs here: what there is and what depends on what, and the checks on it. Doesn't belong here: the work (ops.py), when
it runs (jobs.py).

The assets are declared, and the ops of the refresh report on them. Executable assets would cost an event planned, an
output and a materialization each; reported ones cost the one event that says something.
"""

from collections.abc import Iterator

import dagster as dg

from ingest.contracts import Contract
from orchestration.manifest import AssetPath, Model

GATE_1 = "gate_1"
TESTS = "tests"
GATE_2 = "gate_2"
PUBLISHED = dg.AssetKey(["published", "whalecurve"])
LEDGER_TABLES: tuple[AssetPath, ...] = (("load_ledger", "loads"), ("quarantine", "records"))
PUBLISHED_SCHEMAS = ("warehouse", "marts", "meta")


def raw_key(system: str, table: str) -> dg.AssetKey:
    """The key of a raw table: that of the dbt source which reads it."""
    return dg.AssetKey([f"raw_{system}", table])


def asset_specs(contracts: list[Contract], models: list[Model]) -> list[dg.AssetSpec]:
    """Every table on the way from file to published version."""
    published = [dg.AssetKey(model.path) for model in models if model.path[0] in PUBLISHED_SCHEMAS]
    return [
        *(_raw_spec(contract) for contract in contracts),
        *(
            dg.AssetSpec(dg.AssetKey(path), group_name="landing", description="Kept by the landing.")
            for path in LEDGER_TABLES
        ),
        *(_model_spec(model) for model in models),
        dg.AssetSpec(
            PUBLISHED,
            deps=published,
            group_name="published",
            description="The version that readers get.",
            kinds={"duckdb"},
        ),
    ]


def check_specs(contracts: list[Contract], models: list[Model]) -> Iterator[dg.AssetCheckSpec]:
    """One blocking check a suite, one a tested model, and the audit of the candidate."""
    for contract in contracts:
        text = "The suite of this table: what its contract implies and the hand-written expectations."
        yield dg.AssetCheckSpec(GATE_1, asset=raw_key(contract.system, contract.table), blocking=True, description=text)
    for model in models:
        if model.is_tested:
            yield dg.AssetCheckSpec(
                TESTS, asset=dg.AssetKey(model.path), blocking=True, description="dbt's tests of this table."
            )
    yield dg.AssetCheckSpec(GATE_2, asset=PUBLISHED, blocking=True, description="The audit of the candidate.")


def reported_checks(specs: list[dg.AssetCheckSpec]) -> dg.AssetChecksDefinition:
    """The checks as Dagster shows them. The refresh job evaluates them where the data are; alone they can't be run."""

    @dg.multi_asset_check(specs=specs, name="evaluated_by_the_refresh")
    def evaluate(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        raise dg.Failure("the refresh job evaluates this check on what it builds; start that job")

    return evaluate


def _raw_spec(contract: Contract) -> dg.AssetSpec:
    return dg.AssetSpec(
        raw_key(contract.system, contract.table),
        description=contract.description,
        group_name=f"raw_{contract.system}",
        kinds={contract.landing.format, "duckdb"},
    )


def _model_spec(model: Model) -> dg.AssetSpec:
    return dg.AssetSpec(
        dg.AssetKey(model.path),
        deps=[dg.AssetKey(parent) for parent in model.parents],
        description=model.description,
        group_name=model.path[0],
        kinds={"dbt", "duckdb"},
    )
