"""A company of four systems in which every case of uniting, matching and history occurs once.

erp ranks first and speaks the standard; crm is a system of the company's own, with columns of its own; shop and pos
speak the standard. pos keeps no list of customers: it refers to the ERP's. Belongs here: the data. Doesn't belong here:
what must come of them (test_crosswalk_and_history.py).
"""

from tests.integration import crosswalk_crm
from tests.integration.small_companies import csv

SETTINGS = """
    title: Four systems
    reporting_currency: PLN
    time_zone: Europe/Warsaw
    as_of: last_data_date
    resources: {memory_limit: 1GB, threads: 2}
    systems:
      erp:
        template: standard
        path: exports/erp
      crm: {path: exports/crm}
      shop:
        template: standard
        path: exports/shop
      pos:
        template: standard
        path: exports/pos
"""

# 17 is known to two CRM records; 18 and 19 share a tax number; 20 to 24 have a history; 25 and 28 are known by name and
# place; 26 has a namesake; 27 has no name; the CRM has no 999, but its people write that number.
ERP_CUSTOMERS = """
    customer_id | customer_name       | tax_id        | city      | region    | price_group | employee_id
    17          | Delfin              | 526-025-09-95 | Warszawa  |           |             | E1
    18          | Twin North          | 111-222-33-44 | Gdańsk    |           |             |
    19          | Twin South          | 1112223344    | Sopot     |           |             |
    20          | Changer             |               | Kielce    |           | {changer}   |
    25          | Zażółć Gęślą S.A.   |               | Żywiec    |           |             |
    26          | Namesake            | 7770000001    | Radom     |           |             |
    27          |                     |               | Radom     |           |             |
    28          | Łuk-Łódź            |               | Łódź      |           |             |
    999         | Nobody in the CRM   |               | Opole     |           |             |
"""


def _erp(changer: str, *others: str) -> str:
    return csv(ERP_CUSTOMERS.format(changer=changer)) + "".join(csv(other) for other in others)


VANISHER = "21 | Vanisher | | Kielce | | A |"
RETURNER = "22 | Returner | | Kielce | | {} |"
NEWCOMER = "23 | Newcomer | | Kielce | | A |"
EMPTIED = "24 | Emptied | | Kielce | {} | A |"

ERP_EXPORTS = {
    "exports/erp/customers_2024-01-31.csv": _erp("A", VANISHER, RETURNER.format("A"), EMPTIED.format("Mazowsze")),
    "exports/erp/customers_2024-03-31.csv": _erp("B", RETURNER.format("B"), NEWCOMER, EMPTIED.format("")),
    "exports/erp/customers_2024-04-30.csv": _erp("B", RETURNER.format("B"), NEWCOMER, EMPTIED.format("")),
}
# As of a day between the first two, but it comes after all of them.
LATE_EXPORT = {"exports/erp/customers_2024-02-29.csv": _erp("A", VANISHER, EMPTIED.format("Mazowsze"))}

# The CRM's own 17 and 18 are others than the ERP's. C2 and C3 are both the ERP's 17.
CRM_CLIENTS = """
    id | erp_no | name             | nip           | town     | branch   | consent | score
    17 | 20     | Changer in CRM   |               | Kielce   |          |         | 70
    C2 |        | Delphin          | 526 0250995   | Warszawa | {branch} |         |
    C3 | 17     | Alias of Delfin  |               | Kutno    | steel    | true    | 5
    C4 |        | Twin             | 111 222 33 44 | Gdynia   |          |         |
    C5 |        | ZAZOLC GESLA SA  |               | zywiec   | wood     |         |
    C6 |        | Namesake         | 7770000002    | Radom    |          |         |
    C7 |        | Only here        | 999-000-11-22 | Piła     | paper    |         | 9
    18 |        | Another eighteen |               | Ełk      |          |         |
    C9 |        | luk lodz         |               | Lodz     | bows     |         |
    27 |        |                  |               | Radom    |          |         |
"""

EXPORTS = {
    **ERP_EXPORTS,
    "exports/crm/clients_2024-01-15.csv": csv(CRM_CLIENTS.format(branch="metal")),
    "exports/crm/clients_2024-04-15.csv": csv(CRM_CLIENTS.format(branch="machines")),
    # S1's master number is the ERP's 17, though the CRM has a 17, too. S4 is known by what only CRM's C3 says.
    "exports/shop/customers_2024-04-01.csv": csv("""
        customer_id | master_customer_id | customer_name   | tax_id     | city   | headcount
        S1          | 17                 | First           |            |        | 12
        S2          |                    | Second          | 9990001122 |        |
        S4          |                    | alias of DELFIN |            | KUTNO  |
        27          |                    |                 |            | Radom  |
        S6          | 4711               | Lost master     |            |        |
    """),
    "exports/erp/employees_2024-01-31.csv": csv("""
        employee_id | employee_name | email       | job_title
        E1          |               | anna@acme.pl | Seller
        E2          | Bogdan        |             | Seller
    """),
    "exports/erp/employees_2024-03-31.csv": csv("""
        employee_id | employee_name | email       | job_title
        E1          |               | anna@acme.pl | Head of sales
        E2          | Bogdan        |             | Seller
    """),
    "exports/crm/people_2024-04-15.csv": csv("""
        id | name  | mail
        U1 | Anna  | Anna@ACME.pl
        E2 | Celina | celina@acme.pl
    """),
    "exports/erp/products_2024-04-15.csv": csv("""
        product_id | product_name | ean         | is_active
        P1         | Saw          | 590-12-34567 |
        P2         | Drill        |             | false
    """),
    "exports/crm/articles_2024-04-15.csv": csv("""
        id | name    | barcode    | service | shelf
        PX | The saw | 5901234567 | true    | left
        P2 | Advice  |            | true    | none
    """),
    # The ERP's and the shop's 17 are two orders, and so are the CRM's and the till's.
    "exports/erp/orders.csv": csv("""
        order_id | customer_id | employee_id | order_date
        17       | 20          | E1          | 2024-03-30
        18       | 20          | E1          | 2024-03-31
        19       | 20          | E2          | 1996-07-04
        20       | 21          |             | 2024-04-20
        21       | 22          |             | 2024-03-15
    """),
    "exports/erp/order_lines.csv": csv("""
        order_line_id | order_id | product_id | requested_quantity | net_amount
        1             | 17       | P1         | 1                  | 10
        2             | 18       | P2         | 1                  | 20
    """),
    "exports/shop/orders.csv": csv("""
        order_id | customer_id | order_date
        17       | S2          | 2024-04-02
        18       | S1          | 2024-04-02
    """),
    "exports/shop/order_lines.csv": csv("""
        order_line_id | order_id | product_id | requested_quantity | net_amount
        1             | 17       | P2         | 5                  | 500
    """),
    "exports/crm/orders_2024-04-15.csv": csv("""
        id | client | day        | mood
        17 | C7     | 2024-04-03 | glad
    """),
    # Every system has a 27; the till means the ERP's.
    "exports/pos/orders.csv": csv("""
        order_id | customer_id | order_date
        17       | 27          | 2024-04-04
    """),
    # 999 is no client of the CRM; that the ERP has a customer of this number means nothing.
    "exports/crm/contacts_2024-04-15.csv": csv("""
        id | client | person | day
        1  | 17     | U1     | 2024-04-05
        2  | 999    | E2     | 2024-04-05
        3  | C2     | U1     | 2024-03-30
        4  |        |        | 2024-04-05
    """),
    "exports/crm/deals_2024-04-15.csv": csv("""
        id | client | article | day
        1  | C3     | PX      | 2024-04-05
        2  | C4     | P2      | 2024-04-05
    """),
    # Both publish rates of the same day: the higher-ranking system's counts.
    "exports/erp/exchange_rates.csv": csv("""
        from_currency | to_currency | rate_date  | exchange_rate
        EUR           | PLN         | 2024-01-01 | 4.30
    """),
    "exports/shop/exchange_rates.csv": csv("""
        from_currency | to_currency | rate_date  | exchange_rate
        EUR           | PLN         | 2024-01-01 | 4.99
        EUR           | PLN         | 2024-02-01 | 4.40
    """),
}

FILES = {"company.yml": SETTINGS, **crosswalk_crm.FOLDER, **EXPORTS}
