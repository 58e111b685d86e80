"""`whale demo`: a whole company from nothing, and what the warehouse says of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from settings.company import Company
    from settings.paths import DataPaths

_BEST_AND_WORST = """
    with totals as (
        select
            customers.customer_name,
            sum(turnover.net_revenue_amount) as net_revenue_amount,
            sum(turnover.gross_margin_amount) as gross_margin_amount,
        from mart_turnover as turnover
        inner join dim_customers as customers
            on turnover.customer_id = customers.customer_id and customers.is_current
        group by all
    )
    (select 'best' as place, * from totals order by gross_margin_amount desc, customer_name limit 3)
    union all
    (select 'worst' as place, * from totals order by gross_margin_amount, customer_name limit 3)
"""

_NEXT_QUERY = (
    "from mart_pareto where subject = 'customer' and measure = 'gross_margin' and window_months = 12 "
    "order by rank limit 10"
)


@click.command(name="demo")
@click.option(
    "--scale",
    type=click.FloatRange(min=0.01),
    default=1.0,
    show_default=True,
    help="Size of the company; 1 is about 30,000 order lines.",
)
@click.option(
    "--seed", type=int, default=7, show_default=True, help="The same seed gives the same company, byte for byte."
)
def command(scale: float, seed: int) -> None:
    """Generate the demo company's exports, refresh it, and show what was found."""
    started = time.monotonic()
    _generate(scale, seed)
    from orchestration.commands.options import chosen_company
    from orchestration.commands.refresh import run_refresh, summary

    company, paths = chosen_company("demo")
    run = run_refresh(company, paths)
    click.echo(f"\n{company.title}\n{summary(run, time.monotonic() - started)}\n")
    _show_customers(company, paths)
    click.echo(
        "\nnext:\n"
        "  .venv/bin/whale status --company demo\n"
        f'  .venv/bin/whale query --company demo "{_NEXT_QUERY}"\n'
        "  .venv/bin/whale up --company demo"
    )


def _generate(scale: float, seed: int) -> None:
    from demo.generate import generate
    from orchestration.commands.output import screen
    from orchestration.progress import Bars
    from settings.locate import companies_home
    from settings.paths import data_home

    progress = Bars(screen(error=True))
    progress.phase("Generating the demo company")
    try:
        generate(companies_home() / "demo" / "exports", data_home() / "demo_truth", seed, scale, progress.advance)
    finally:
        progress.close()


def _show_customers(company: Company, paths: DataPaths) -> None:
    from orchestration.commands.output import show_table
    from serving.query import run_query

    result = run_query(paths, _BEST_AND_WORST)
    rows = [[place, name, f"{revenue:,.2f}", f"{margin:,.2f}"] for place, name, revenue, margin in result.rows]
    money = [f"net revenue {company.reporting_currency}", f"gross margin {company.reporting_currency}"]
    show_table(["", "customer", *money], rows, right=money, title="By gross margin")
