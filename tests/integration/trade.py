"""A small trading company on the standard template: six files, small enough to reckon by hand.

Belongs here: its exports. Doesn't belong here: what a test does with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.integration.road import Road

CUSTOMERS = [f"C{number:03}" for number in range(1, 101)]
"""A hundred, so that a test can lose exactly 21 % of them."""

FILES = {
    "customers": "customer_id,customer_name,country,created_date\n"
    + "".join(f"{each},Customer {each},PL,2024-01-02\n" for each in CUSTOMERS),
    "products": """\
product_id,product_name,product_group,unit_cost_amount
P1,Hammer,Hand tools,11.20
P2,Nails,Fixings,4.10
P3,Drill,Power tools,61.00
""",
    "orders": """\
order_id,customer_id,order_date,status,freight_amount
O1,C001,2026-01-12,shipped,0
O2,C002,2026-02-01,open,15.50
O3,C001,2025-01-17,closed,0
""",
    "order_lines": """\
order_line_id,order_id,product_id,requested_quantity,gross_amount,discount_amount,net_amount
OL1,O1,P1,3,59.97,0,59.97
OL2,O1,P2,2,20.02,0.01,20.01
OL3,O2,P1,1,19.99,2.00,17.99
OL4,O3,P3,1,100.10,0,100.10
""",
    "invoices": """\
invoice_id,customer_id,order_id,invoice_date,due_date
I0,C001,O3,2025-01-20,2025-02-03
I1,C001,O1,2026-01-15,2026-01-29
I2,C002,O2,2026-02-03,2026-02-17
I3,C001,,2026-02-20,2026-02-20
""",
    "invoice_lines": """\
invoice_line_id,invoice_id,product_id,line_kind,quantity,gross_amount,discount_amount,net_amount,corrected_invoice_line_id
L0,I0,P3,sale,1,100.10,0,100.10,
L1,I1,P1,sale,3,59.97,0,59.97,
L2,I1,P2,sale,2,20.02,0.01,20.01,
L3,I2,P1,sale,1,19.99,2.00,17.99,
L4,I2,,charge,1,15.50,0,15.50,
L5,I3,P1,credit_note,-1,-19.99,0,-19.99,L1
""",
}


SETTINGS = """\
title: A small trader
reporting_currency: EUR
time_zone: Europe/Warsaw
schedule: {time: "05:30"}
systems:
  erp:
    template: standard
    tables: {customers: {}, products: {}, orders: {}, order_lines: {}, invoices: {}, invoice_lines: {}}
"""


def small_company(home: Path) -> Road:
    """The six files as a company of their own: not refreshed yet."""
    road = Road(home / "trader", home / "data")
    road.write("company.yml", SETTINGS)
    fill(road)
    return road


def fill(road: Road, tables: Iterable[str] = FILES) -> None:
    """Put the six files in place of the empty ones."""
    for table in tables:
        road.write(f"exports/{table}.csv", FILES[table])
