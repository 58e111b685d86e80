"""A company whose exports tell of people: two systems that know the same customer, contacts, sellers, notes, history.

Belongs here: the exports, and which texts are whose. Doesn't belong here: what a test does with them.
"""

from __future__ import annotations

from pathlib import Path

from tests.integration.road import Road
from tests.integration.small_companies import csv

SETTINGS = """\
title: A company of people
reporting_currency: EUR
time_zone: Europe/Warsaw
as_of: "2026-06-30"
systems:
  erp:
    template: standard
    path: exports/erp
    landing: {max_quarantined_share: 0.9}
    tables:
      customers: {files: ["customers_*.csv"], as_of: {from: file_name, pattern: "_(?P<date>.{10})"}}
      contacts: {}
      employees: {}
      notes: {}
      activities: {}
      orders: {}
      order_lines: {}
      invoices: {}
      invoice_lines: {}
      products: {}
      leads: {}
  shop:
    template: standard
    path: exports/shop
    tables: {customers: {}, invoices: {}, invoice_lines: {}}
"""
CUSTOMER = ("ANNAZAJAC", "Zajęcza-9", "anna.z@example.com", "601-222-333", "777-111-22-33", "Anna Zając od sklepu")
"""Texts of the customer C1, who is S1 in the shop."""
CUSTOMER_TEXTS = ("NOTE-ABOUT-C1", "CALL-WITH-C1", "BROKEN-LINE-C1", "LEAD-OF-C1")
SELLER = ("PIOTRLIS", "piotr.lis@example.com")
CONTACT = ("OLAKOWAL", "ola.k@example.com")
OTHERS = ("BENBEAR", "NOTE-ABOUT-C2", "EVASELLER")


def exports(day: str = "2026-05-31", *, street: str = "Zajęcza-8") -> dict[str, str]:
    """The files as of a day."""
    name, _, mail, phone, tax, shop_name = CUSTOMER
    return {
        f"exports/erp/customers_{day}.csv": csv(f"""
            customer_id | customer_name | tax_id | street   | email  | phone   | employee_id | country
            C1          | {name}        | {tax}  | {street} | {mail} | {phone} | E1          | PL
            C2          | BENBEAR       |        | Polna-1  |        |         | E1          | PL
            C3          | CLARACAT      |        | Polna-1  |        |         | E2          | PL
        """),
        "exports/erp/contacts.csv": csv("""
            contact_id | customer_id | contact_name | email
            O1         | C2          | OLAKOWAL     | ola.k@example.com
        """),
        "exports/erp/employees.csv": csv("""
            employee_id | employee_name | email                 | monthly_cost_amount | manager_employee_id
            E1          | PIOTRLIS      | piotr.lis@example.com | 8000                | E2
            E2          | EVASELLER     | eva@example.com       | 9000                |
        """),
        "exports/erp/leads.csv": csv("""
            lead_id | lead_name  | customer_id | created_date
            L1      | LEAD-OF-C1 | C1          | 2026-01-01
            L2      | LEAD-OTHER |             | 2026-01-01
        """),
        "exports/erp/notes.csv": csv("""
            note_id | note_date  | note_text     | customer_id | employee_id
            N1      | 2026-02-01 | NOTE-ABOUT-C1 | C1          | E2
            N2      | 2026-02-02 | NOTE-ABOUT-C2 | C2          | E2
            N3      | yesterday  | BROKEN-LINE-C1 | C1         | E2
        """),
        "exports/erp/activities.csv": csv("""
            activity_id | activity_kind | activity_date | subject      | customer_id | contact_id | employee_id
            A1          | visit         | 2026-02-01    | CALL-WITH-C1 | C1          |            | E1
            A2          | visit         | 2026-02-01    | CALL-WITH-C2 | C2          | O1         | E2
        """),
        "exports/erp/products.csv": csv("product_id|product_name|unit_cost_amount\nP1|Hammer|11.20"),
        "exports/erp/orders.csv": csv("""
            order_id | customer_id | employee_id | contact_id | order_date | status
            B1       | C1          | E1          |            | 2026-01-12 | shipped
            B2       | C2          | E1          | O1         | 2026-02-12 | shipped
        """),
        "exports/erp/order_lines.csv": csv("""
            order_line_id | order_id | product_id | requested_quantity | gross_amount | discount_amount | net_amount
            BL1           | B1       | P1         | 3                  | 59.97        | 0               | 59.97
            BL2           | B2       | P1         | 1                  | 19.99        | 2               | 17.99
        """),
        "exports/erp/invoices.csv": csv("""
            invoice_id | customer_id | employee_id | order_id | invoice_date | due_date
            I1         | C1          | E1          | B1       | 2026-01-15   | 2026-01-29
            I2         | C2          | E1          | B2       | 2026-02-15   | 2026-03-01
        """),
        "exports/erp/invoice_lines.csv": csv("""
            invoice_line_id|invoice_id|product_id|line_kind|quantity|gross_amount|discount_amount|net_amount
            IL1|I1|P1|sale|3|59.97|0|59.97
            IL2|I2|P1|sale|1|19.99|2|17.99
        """),
        "exports/shop/customers.csv": csv(f"""
            customer_id | customer_name | tax_id
            S1          | {shop_name}   | {tax.replace("-", "")}
            S2          | SHOPPER       |
        """),
        "exports/shop/invoices.csv": csv("""
            invoice_id | customer_id | invoice_date | due_date
            W1         | S1          | 2026-03-15   | 2026-03-29
            W2         | S2          | 2026-03-15   | 2026-03-29
        """),
        "exports/shop/invoice_lines.csv": csv("""
            invoice_line_id|invoice_id|product_id|line_kind|quantity|gross_amount|discount_amount|net_amount
            WL1|W1||sale|1|33.33|0|33.33
            WL2|W2||sale|1|44.44|0|44.44
        """),
    }


def company_of_people(home: Path, settings: str = SETTINGS) -> Road:
    """The company, not refreshed yet."""
    road = Road(home / "people", home / "data")
    road.write("company.yml", settings)
    write(road, exports())
    return road


def write(road: Road, files: dict[str, str]) -> None:
    for place, text in files.items():
        road.write(place, text)
