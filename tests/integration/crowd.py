"""Many people in many rows, each with texts that occur nowhere else: for counting what is found of them.

Belongs here: the exports, made from one seed. Doesn't belong here: a policy or an erasure.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterable

from tests.integration import people
from tests.integration.road import Road

SEED = 20
_PERSONAL = {
    "customers": ("customer_name", "tax_id", "street", "email", "phone"),
    "contacts": ("contact_name", "email", "phone", "mobile_phone"),
    "employees": ("employee_name", "email", "phone"),
    "leads": ("lead_name", "contact_name", "email", "phone"),
}
# What else a file of these must have, and what stands there.
_OTHERS = {
    "customers": {},
    "contacts": {"customer_id": "C179"},
    "employees": {},
    "leads": {"created_date": "2026-01-01"},
}
_TEXTS = {"notes": "note_text", "activities": "subject"}
_FILES = {"customers": "customers_2026-05-31.csv"}
PEOPLE = {"customers": 80, "contacts": 60, "employees": 20, "leads": 60}


def _word(source: random.Random) -> str:
    return "Q" + "".join(source.choices(string.ascii_uppercase, k=11))


class Crowd:
    """texts: of each person, by (entity, number), those of notes and activities about them included."""

    def __init__(self, seed: int = SEED) -> None:
        source = random.Random(seed)
        self.texts: dict[tuple[str, str], list[str]] = {}
        self._rows: dict[str, list[str]] = {}
        for entity, columns in _PERSONAL.items():
            for number in range(PEOPLE[entity]):
                key = f"{entity[0].upper()}{number + 100}"
                words = [_word(source) for _ in columns]
                self.texts[entity, key] = words
                self._rows.setdefault(entity, []).append(",".join([key, *words, *_OTHERS[entity].values()]))
        for table, entity in (("notes", "customers"), ("activities", "contacts")):
            for number, (_, key) in enumerate([each for each in self.texts if each[0] == entity]):
                word = _word(source)
                self.texts[entity, key].append(word)
                self._rows.setdefault(table, []).append(f"X{number},2026-02-01,{word},{key},visit")
        # A record that can't be loaded: its text goes to quarantine.
        self.texts["customers", "C100"].append("QUARANTINED")
        self._rows["notes"].append("X999,someday,QUARANTINED,C100,visit")

    @property
    def words(self) -> list[str]:
        """Every text of every person."""
        return [word for words in self.texts.values() for word in words]

    def write(self, road: Road, *, trailer: str = "") -> None:
        """The exports; trailer: what makes a file differ from yesterday's, such as an empty line."""
        for entity, columns in _PERSONAL.items():
            header = ",".join([f"{entity[:-1]}_id", *columns, *_OTHERS[entity]])
            road.write(f"exports/erp/{_FILES.get(entity, entity + '.csv')}", _file(header, self._rows[entity], trailer))
        for table, text in _TEXTS.items():
            whose = "customer_id" if table == "notes" else "contact_id"
            kind = "note" if table == "notes" else "activity"
            header = f"{kind}_id,{kind}_date,{text},{whose},{kind}_kind"
            road.write(f"exports/erp/{table}.csv", _file(header, self._rows[table], trailer))
        # Ten customers bought, so that amounts can be counted.
        buyers = [key for entity, key in self.texts if entity == "customers"][:10]
        invoices = [f"I{key},{key},E100,2026-02-01,2026-03-01" for key in buyers]
        lines = [f"L{key},I{key},P1,sale,1,{number}.99,0,{number}.99" for number, key in enumerate(buyers)]
        header = "invoice_id,customer_id,employee_id,invoice_date,due_date"
        road.write("exports/erp/invoices.csv", _file(header, invoices, trailer))
        header = "invoice_line_id,invoice_id,product_id,line_kind,quantity,gross_amount,discount_amount,net_amount"
        road.write("exports/erp/invoice_lines.csv", _file(header, lines, trailer))


def _file(header: str, rows: Iterable[str], trailer: str) -> str:
    return "\n".join([header, *rows]) + "\n" + trailer


def crowded(road: Road) -> Crowd:
    """The crowd's exports in place of a company of people's."""
    crowd = Crowd()
    crowd.write(road)
    for place in people.exports():
        if place.startswith("exports/shop/") or place.endswith(("orders.csv", "order_lines.csv")):
            header = road.read(place).splitlines()[0]
            road.write(place, header + "\n")
    return crowd
