"""The one dbt call of a refresh, in this process.

Belongs here: invoking dbt on a company's private project and reading its results back as plain data. Doesn't belong
here: what the project looks like (dbt_folder.py), what Dagster makes of the results (assets_dbt.py).

dbt is imported inside the functions: it takes seconds. Its connection is closed before returning, so that the build
file is free.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.interrupts import interruptible
from orchestration.manifest import tested_model

Progress = Callable[[int, int, str], None]
"""done, total, what was just finished"""

# dbt's event of a finished node -> its field with the number of all nodes
_TOTAL_FIELDS = {"LogModelResult": "total", "LogTestResult": "num_models"}


@dataclass(frozen=True)
class NodeResult:
    """How one model or test ended.

    failures: rows a test returned; message: the database's words when it went wrong; sql: a failed test's compiled SQL;
    column: the one a test is about, "" for none; rows: the first rows of a failed test, as text.
    """

    unique_id: str
    name: str
    resource_type: str
    status: str
    seconds: float
    failures: int | None
    message: str
    tested: str | None
    sql: str = ""
    column: str = ""
    rows: tuple[str, ...] = ()

    @property
    def is_bad(self) -> bool:
        """Whether this result must keep the build from being published."""
        return self.status in ("error", "fail", "runtime error", "skipped")


@dataclass
class BuildResult:
    """What a dbt call did.

    Every node's result, in the order of completion; fault: dbt's own error before any node ran.
    """

    nodes: list[NodeResult] = field(default_factory=list)
    fault: str = ""

    @property
    def is_good(self) -> bool:
        """Every model was built and every test passed."""
        return not self.fault and not any(node.is_bad for node in self.nodes)

    def complaints(self) -> list[str]:
        """One line a failed node; nodes skipped because of another's failure aren't listed again."""
        lines = [self.fault] if self.fault else []
        return lines + [_complaint(node) for node in self.nodes if node.is_bad and node.status != "skipped"]


def run_dbt(folder: Path, command: list[str], log_folder: Path, on_progress: Progress | None = None) -> BuildResult:
    """Run a dbt command (such as ["build"]) in a private project folder and return its results.

    KeyboardInterrupt when a signal asked the process to stop.
    """
    from dbt.adapters.factory import reset_adapters
    from dbt.cli.main import dbtRunner

    callbacks: list[Callable[[Any], None]] = [_progress_callback(on_progress)] if on_progress else []
    try:
        places = ["--project-dir", str(folder), "--profiles-dir", str(folder), "--log-path", str(log_folder)]
        quiet = ["--log-level", "none", "--log-level-file", "info", "--no-use-colors", "--no-version-check"]
        with interruptible() as was_interrupted:
            outcome = dbtRunner(callbacks=callbacks).invoke([*command, *places, *quiet])
        if was_interrupted():
            raise KeyboardInterrupt
        return _result_of(outcome)
    finally:
        close_connections()
        reset_adapters()


def close_connections() -> None:
    """Let go of the build file: dbt-duckdb keeps its connection for the life of the process otherwise."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


def _progress_callback(on_progress: Progress) -> Callable[[Any], None]:
    def tell(event: Any) -> None:
        total_field = _TOTAL_FIELDS.get(event.info.name)
        if total_field:
            on_progress(
                int(event.data.index), int(getattr(event.data, total_field)), str(event.data.node_info.node_name)
            )

    return tell


def _result_of(outcome: Any) -> BuildResult:
    nodes = getattr(outcome.result, "results", None)
    if nodes is None:
        return BuildResult(fault=f"dbt couldn't start: {str(outcome.exception) or repr(outcome.exception)}")
    return BuildResult([_node_result(each) for each in nodes])


def _node_result(result: Any) -> NodeResult:
    node = result.node
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        resource_type=str(node.resource_type),
        status=str(result.status),
        seconds=result.execution_time,
        failures=result.failures,
        message=result.message or "",
        tested=tested_model(node.to_dict()) if str(node.resource_type) == "test" else None,
        sql=(node.compiled_code or "") if result.failures and str(node.resource_type) == "test" else "",
        column=getattr(node, "column_name", None) or "",
    )


def _complaint(node: NodeResult) -> str:
    if node.resource_type == "test" and node.failures:
        found = f", such as {'; '.join(node.rows)}" if node.rows else ""
        return f"test {node.name}: {node.failures} rows break it{found}"
    return f"{node.resource_type} {node.name}: {node.message.strip()}"
