"""The five ops of the refresh job: each calls one step of RefreshRun and reports what it did on the assets.

Belongs here: turning results into Dagster's materializations, check evaluations and failures. Doesn't belong here: the
steps themselves. (Dagster reads annotations as objects, so this module doesn't postpone them.)
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NoReturn, cast

import dagster as dg

from expectations.runner import SuiteResult
from ingest.ledger import Load
from orchestration.assets import GATE_1, GATE_2, PUBLISHED, PUBLISHED_SCHEMAS, TESTS, raw_key
from orchestration.dbt_run import BuildResult, NodeResult
from orchestration.manifest import Model, read_manifest
from orchestration.refresh_run import RefreshRun

Start = dg.In(dg.Nothing)
Done = dg.Out(dg.Nothing)
Wanted = dg.Out(dg.Nothing, is_required=False)


@dg.op(out={"landed": Done}, required_resource_keys={"refresh"})
def land(context: dg.OpExecutionContext) -> None:
    """Land what is new into raw tables, quarantine and load ledger."""
    run = _run(context)
    with _Failing(run):
        report = run.land()
    for (system, table), loads in _by_table(report.loads).items():
        context.log_event(dg.AssetMaterialization(raw_key(system, table), metadata=_load_metadata(loads)))


@dg.op(ins={"landed": Start}, out={"accepted": Wanted}, required_resource_keys={"refresh"})
def gate_1(context: dg.OpExecutionContext) -> Iterator[dg.Output[None]]:
    """Judge what waits; go on only when nothing is held and something is new."""
    run = _run(context)
    with _Failing(run):
        results = run.gate_1()
    for result in results:
        _report(context, _suite_evaluation(result))
    _stop_if_failed(run)
    if not run.is_built_already():
        yield dg.Output(None, "accepted")


@dg.op(ins={"accepted": Start}, out={"built": Done}, required_resource_keys={"refresh"})
def build(context: dg.OpExecutionContext) -> None:
    """Build and test the warehouse in one dbt call."""
    run = _run(context)
    with _Failing(run):
        result = run.build()
    models = {model.unique_id: model for model in read_manifest(run.paths)}
    for event in build_events(result, models):
        _report(context, event)
    _stop_if_failed(run)


@dg.op(ins={"built": Start}, out={"audited": Done}, required_resource_keys={"refresh"})
def gate_2(context: dg.OpExecutionContext) -> None:
    """Audit the candidate."""
    run = _run(context)
    with _Failing(run):
        findings = run.gate_2()
    metadata = {"findings": dg.MetadataValue.json([each.as_dict() for each in findings])}
    _report(context, _evaluation(PUBLISHED, GATE_2, not findings, metadata))
    _stop_if_failed(run)


@dg.op(ins={"audited": Start}, required_resource_keys={"refresh"})
def publish(context: dg.OpExecutionContext) -> None:
    """Switch readers to the candidate."""
    run = _run(context)
    with _Failing(run):
        version = run.publish()
    manifest = version.manifest()
    rows = sum(manifest["row_counts"].values())
    metadata = {"stamp": version.stamp, "content_hash": manifest["content_hash"], "rows": rows}
    context.log_event(dg.AssetMaterialization(PUBLISHED, metadata=metadata))


def build_events(
    result: BuildResult, models: dict[str, Model]
) -> Iterator[dg.AssetMaterialization | dg.AssetCheckEvaluation]:
    """A materialization a built table that readers get, and one check a tested model.

    Of staging and intermediate only the checks that fail are told.
    """
    tests: dict[str, list[NodeResult]] = defaultdict(list)
    for node in result.nodes:
        model = models.get(node.unique_id)
        if model and node.status == "success" and model.path[0] in PUBLISHED_SCHEMAS:
            yield dg.AssetMaterialization(dg.AssetKey(model.path), metadata={"seconds": round(node.seconds, 3)})
        elif node.resource_type == "test" and node.tested in models:
            tests[node.tested].append(node)
    for unique_id, nodes in tests.items():
        path = models[unique_id].path
        passed = not any(node.is_bad for node in nodes)
        if path[0] in PUBLISHED_SCHEMAS or not passed:
            entries = dg.MetadataValue.json([_test_entry(node) for node in nodes])
            yield _evaluation(dg.AssetKey(path), TESTS, passed, {"tests": entries})


def _report(context: dg.OpExecutionContext, event: dg.AssetMaterialization | dg.AssetCheckEvaluation) -> None:
    # log_event takes check evaluations too; its annotation forgets them.
    context.log_event(cast("dg.AssetMaterialization", event))


def _run(context: dg.OpExecutionContext) -> RefreshRun:
    run = context.resources.refresh
    assert isinstance(run, RefreshRun)
    return run


class _Failing:
    """Turns an error that a step raised into a failed op with the error's words."""

    def __init__(self, run: RefreshRun) -> None:
        self._run = run

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, Exception):
            self._run.outcome = error
            _fail(error)


def _stop_if_failed(run: RefreshRun) -> None:
    if run.outcome is not None:
        _fail(run.outcome)


def _fail(error: BaseException) -> NoReturn:
    raise dg.Failure(description=str(error), allow_retries=False) from error


def _by_table(loads: list[Load]) -> dict[tuple[str, str], list[Load]]:
    tables: dict[tuple[str, str], list[Load]] = defaultdict(list)
    for load in loads:
        tables[load.system, load.table_name].append(load)
    return tables


def _load_metadata(loads: list[Load]) -> dict[str, Any]:
    return {
        "files": len(loads),
        "loaded": sum(load.loaded_count or 0 for load in loads),
        "quarantined": sum(load.quarantined_count or 0 for load in loads),
        "newest_file": loads[-1].file_path,
    }


def _suite_evaluation(result: SuiteResult) -> dg.AssetCheckEvaluation:
    metadata = {
        "loads": dg.MetadataValue.json(result.load_ids),
        "held": dg.MetadataValue.json({str(load): reason for load, reason in result.reasons.items()}),
        "state": result.state,
        "crashed": result.crashed,
        "profile": dg.MetadataValue.json(result.profile),
        "expectations": dg.MetadataValue.json(result.expectations),
    }
    return _evaluation(raw_key(result.system, result.table), GATE_1, result.passed, metadata)


def _evaluation(key: dg.AssetKey, name: str, passed: bool, metadata: dict[str, Any]) -> dg.AssetCheckEvaluation:
    return dg.AssetCheckEvaluation(
        asset_key=key,
        check_name=name,
        passed=passed,
        metadata=metadata,
        severity=dg.AssetCheckSeverity.ERROR,
        blocking=True,
    )


def _test_entry(node: NodeResult) -> dict[str, Any]:
    return {
        "test": node.name,
        "status": node.status,
        "failures": node.failures,
        "message": node.message,
        "rows": list(node.rows),
    }
