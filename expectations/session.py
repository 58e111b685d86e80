"""Great Expectations on a DuckDB connection that is already open in this process.

Belongs here: everything that imports Great Expectations (inside functions: it takes seconds), and the mend that lets
it read DuckDB.
Doesn't belong here: which rules there are, and what a failure means for a load.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import duckdb

from expectations.outcomes import Outcome, outcome_of_crash, outcome_of_result
from expectations.rules import QUERY_ARGUMENT, Rule
from expectations.samples import SAMPLE_SIZE
from expectations.views import View

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

_RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": SAMPLE_SIZE}


class Session:
    """Runs rules against views of one DuckDB connection.

    The connection given is shared and not opened a second time, because only one process, and in it one database
    instance, may have the file open for writing. Views to be checked are made through `cursor`: temporary ones are
    seen by that cursor alone and end with it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.cursor = connection.cursor()
        self._context = great_expectations_context()
        self._engine = open_engine(self.cursor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the cursor, and with it the temporary views."""
        self.cursor.close()

    def run(self, view: View, rules: Sequence[Rule]) -> list[Outcome]:
        """Check a temporary view of `cursor` by all rules in one validation; outcomes are in the order of the rules.

        A rule that can't be built or run comes back as crashed, which is neither passed nor failed; the others are
        judged all the same.
        """
        try:
            results = self._validate(view.name, [_configuration(rule, number) for number, rule in enumerate(rules)])
        except Exception as error:  # noqa: BLE001 - whatever a suite's author got wrong
            if len(rules) == 1:
                return [outcome_of_crash(rules[0], str(error), view.personal)]
            return [outcome for rule in rules for outcome in self.run(view, [rule])]
        outcomes: dict[int, Outcome] = {}
        for result in results:
            assert result.expectation_config is not None
            number = result.expectation_config.meta["rule"]
            outcomes[number] = outcome_of_result(rules[number], result, view, self.cursor)
        return [outcomes[number] for number in range(len(rules))]

    def _validate(self, view: str, configurations: list[Any]) -> list[ExpectationValidationResult]:
        from great_expectations.core.batch import Batch
        from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
        from great_expectations.validator.validator import Validator

        data = SqlAlchemyBatchData(execution_engine=self._engine, table_name=view)
        batch = Batch(data=data)  # type: ignore[arg-type] # the library's annotation asks for a class
        validator = Validator(execution_engine=self._engine, data_context=self._context, batches=[batch])
        return validator.graph_validate(configurations, runtime_configuration={"result_format": dict(_RESULT_FORMAT)})


def _configuration(rule: Rule, number: int) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    kwargs = dict(rule.kwargs)
    if rule.query:  # a colon in SQL, as in 'a:b', would be taken for a parameter
        kwargs[QUERY_ARGUMENT] = re.sub(r"(?<![:\w\\]):(?=\w)", r"\:", rule.query)
    configuration = ExpectationConfiguration(type=rule.type, kwargs=kwargs, meta={"rule": number})
    return configuration.to_domain_obj().configuration


@cache
def great_expectations_context() -> EphemeralDataContext:
    """The one context of this process: in memory, without analytics, silent. The first call takes seconds to import."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.captureWarnings(False)  # the import turns it on, for the whole process
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def open_engine(cursor: duckdb.DuckDBPyConnection) -> SqlAlchemyExecutionEngine:
    """An execution engine that reads through this cursor."""
    import sqlalchemy

    shared = shared_connection_class()(cursor)
    engine = sqlalchemy.create_engine(
        "duckdb:///:memory:", creator=lambda: shared, poolclass=sqlalchemy.pool.StaticPool
    )
    made: SqlAlchemyExecutionEngine = described_engine_class()(engine=engine, create_temp_table=False)
    return made


@cache
def shared_connection_class() -> type[Any]:
    """duckdb-engine's connection, mended for a library that ends its transaction before it has fetched.

    DuckDB throws the rows away at that moment, and every expectation would fail with an IndexError that looks like
    plain bad data. We only read, so no transaction is needed; one left open would hold up the store's, and one that
    failed would fail every rule after it.
    """
    from duckdb_engine import ConnectionWrapper

    class SharedConnection(ConnectionWrapper):
        def begin(self) -> None: ...

        def commit(self) -> None: ...

        def rollback(self) -> None: ...

    return SharedConnection


@cache
def described_engine_class() -> type[Any]:
    """The library's SQL engine, which asks DuckDB itself for columns.

    Through PostgreSQL's catalogue, as duckdb-engine asks, that costs more than all the rest of a suite.
    """
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

    class DescribedEngine(SqlAlchemyExecutionEngine):
        def get_inspector(self) -> Any:
            return _DescribedTables(self)

    return DescribedEngine


class _DescribedTables:
    """The part of SQLAlchemy's inspector that the library asks for, answered by DuckDB's own `describe`."""

    def __init__(self, engine: Any) -> None:
        self.dialect = engine.dialect
        self._engine = engine

    def get_pk_constraint(self, table_name: str, schema: str | None = None) -> dict[str, list[str]]:
        """No raw table declares a key to the database; keys are checked."""
        return {"constrained_columns": []}

    def get_columns(self, table_name: str, schema: str | None = None) -> list[dict[str, str]]:
        """Name and type of each column of a view of this session."""
        from sqlalchemy import text

        described = self._engine.execute_query(text(f'select column_name, column_type from (describe "{table_name}")'))
        return [{"name": name, "type": data_type} for name, data_type in described.fetchall()]
