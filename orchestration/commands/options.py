"""The option that every command about a company has, and what it leads to.

Belongs here: choosing and reading the company. Doesn't belong here: options of single commands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from settings.company import Company
    from settings.paths import DataPaths

Function = TypeVar("Function", bound=Callable[..., Any])


def company_option(function: Function) -> Function:
    """Adds --company to a command, as its argument `company`."""
    option = click.option(
        "--company",
        metavar="NAME|PATH",
        help="A company in companies/ or its folder; else WHALE_COMPANY, else the only one.",
    )
    return option(function)


def chosen_company(choice: str | None) -> tuple[Company, DataPaths]:
    """The chosen company, validated, and where its data lie. ConfigurationError as told by settings."""
    from settings.load import load_company
    from settings.locate import find_company
    from settings.ownership import check_owner
    from settings.paths import DataPaths

    company = load_company(find_company(choice))
    paths = DataPaths.of(company)
    check_owner(company, paths)
    context = click.get_current_context(silent=True)
    if context is not None and isinstance(context.obj, dict):
        context.obj["paths"] = paths
    return company, paths
