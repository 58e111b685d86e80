"""The rules for models: each takes models and returns one line for each fault, none when all is well.

Belongs here: layers, grain, names and tests of models. Doesn't belong here: how models are found or SQL is read.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.structure.models import LAYERS, PREFIXES, Model, layer_of
from tests.structure.sql_text import computed_amounts, lists_without_last_comma

LONGEST_MODEL = 120
SETTINGS = "stg_company__settings"
# What several marts need is a fact. Only these show other marts on one page.
MARTS_THAT_READ_MARTS = {"mart_customer_360", "mart_customer_timeline"}

Rule = Callable[[Iterable[Model]], list[str]]


def starts_with_its_grain(models: Iterable[Model]) -> list[str]:
    """Every model is described, and the description starts with what one row is."""
    found = []
    for model in models:
        description = str(model.properties.get("description") or "").strip()
        if not description.startswith("One row per"):
            found.append(f'{model.name}: its description must start with "One row per …", not {description[:40]!r}')
    return found


def has_a_test_of_its_key(models: Iterable[Model]) -> list[str]:
    """Every model that readers see has a test of its grain: one_row_per, or a column that is unique and not null."""
    return [
        f"{model.name}: no test of its key (one_row_per, or a column both unique and not_null)"
        for model in models
        if model.layer in {"warehouse", "marts"} and not _tests_its_key(model.properties)
    ]


def columns_of_marts_are_described(models: Iterable[Model]) -> list[str]:
    """Every column of a mart that the YAML names says what it holds."""
    return [
        f"{model.name}: column {column['name']} has no description"
        for model in models
        if model.layer == "marts"
        for column in model.properties.get("columns") or []
        if not str(column.get("description") or "").strip()
    ]


def names_tell_the_layer(models: Iterable[Model]) -> list[str]:
    """A model's prefix is that of its folder."""
    return [
        f"{model.name}: a model in {model.layer}/ starts with {' or '.join(PREFIXES[model.layer])}"
        for model in models
        if model.layer in PREFIXES and not model.name.startswith(PREFIXES[model.layer])
    ]


def lies_in_a_layer(models: Iterable[Model]) -> list[str]:
    """No model lies outside the five layers."""
    return [
        f"{model.name}: {model.layer}/ is no layer; there are {', '.join(LAYERS)}"
        for model in models
        if model.layer not in LAYERS
    ]


def only_staging_reads_sources(models: Iterable[Model]) -> list[str]:
    """Raw rows enter through staging and nowhere else."""
    return [
        f"{model.name}: only staging reads source(), landed() or landed_history()"
        for model in models
        if model.reads_sources and model.layer != "staging"
    ]


def staging_keeps_to_its_system(models: Iterable[Model]) -> list[str]:
    """A staging model joins bases of its own system only."""
    return [
        f"{model.name}: reads {ref}, which isn't of its own system {model.system}"
        for model in models
        if model.layer == "staging"
        for ref in sorted(model.refs - {SETTINGS})
        if not ref.startswith((f"base_{model.system}__", f"stg_{model.system}__"))
    ]


def never_goes_back(models: Iterable[Model]) -> list[str]:
    """staging → intermediate → warehouse → marts → meta: no model reads a later layer."""
    return [
        f"{model.name} ({model.layer}): reads {ref} of the later layer {layer_of(ref)}"
        for model in models
        for ref in sorted(model.refs)
        if model.layer in LAYERS and LAYERS.index(layer_of(ref)) > LAYERS.index(model.layer)
    ]


def marts_read_the_warehouse(models: Iterable[Model]) -> list[str]:
    """A mart reads dimensions, facts and bridges; a few pages read marts too."""
    return [
        f"{model.name}: a mart reads only the warehouse, not {ref}"
        for model in models
        if model.layer == "marts"
        for ref in sorted(model.refs)
        if layer_of(ref) != "warehouse" and not (model.name in MARTS_THAT_READ_MARTS and layer_of(ref) == "marts")
    ]


def is_short(models: Iterable[Model]) -> list[str]:
    """A model is one idea: at most 120 lines."""
    lengths = ((model, model.text.count("\n")) for model in models)
    return [
        f"{model.name}: {length} lines, more than {LONGEST_MODEL}"
        for model, length in lengths
        if length > LONGEST_MODEL
    ]


def money_has_a_unit_test(models: Iterable[Model]) -> list[str]:
    """A model that computes an amount by arithmetic has a dbt unit test."""
    return [
        f"{model.name}: computes {', '.join(dict.fromkeys(amounts))} and has no dbt unit test"
        for model in models
        if not model.unit_tested and (amounts := computed_amounts(model.code))
    ]


def lists_end_with_a_comma(models: Iterable[Model]) -> list[str]:
    """A select list of several lines ends with a comma, so that a new column is one changed line."""
    return [
        f"{model.name}, line {line}: a select list of several lines ends with a comma"
        for model in models
        for line in lists_without_last_comma(model.code)
    ]


RULES: list[Rule] = [
    starts_with_its_grain,
    has_a_test_of_its_key,
    columns_of_marts_are_described,
    names_tell_the_layer,
    lies_in_a_layer,
    only_staging_reads_sources,
    staging_keeps_to_its_system,
    never_goes_back,
    marts_read_the_warehouse,
    is_short,
    money_has_a_unit_test,
    lists_end_with_a_comma,
]


def _tests_its_key(properties: dict[str, Any]) -> bool:
    if "one_row_per" in _test_names(properties):
        return True
    return any({"unique", "not_null"} <= set(_test_names(column)) for column in properties.get("columns") or [])


def _test_names(properties: dict[str, Any]) -> Iterator[str]:
    """The names of generic tests: a test is its name, or a mapping from its name or a `test_name`."""
    for test in [*(properties.get("data_tests") or []), *(properties.get("tests") or [])]:
        yield str(test if isinstance(test, str) else test.get("test_name") or next(iter(test)))
