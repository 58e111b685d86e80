"""The faults planted in the exports: what stands wrong where, and what must become of it.

Belongs here: the list and the planting. Doesn't belong here: finding them (ingest). Each is one more record at the end
of a file of at least 30, so that no file gets more than a twentieth of faulty ones.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from demo.dialects import Dialect

_FEWEST_RECORDS = 30


@dataclass(frozen=True)
class Fault:
    """A record to be planted. m: the month whose file gets it (None: whichever comes first); changes: column -> text.

    outcome: quarantined, or loaded when the record is readable and only its meaning is wrong; is_cut: its last fields
    are missing; key: the column that gets a number of its own, None when the first record's is kept.
    """

    kind: str
    system: str
    entity: str
    m: int | None
    key: str | None
    changes: Mapping[str, str] = field(default_factory=dict)
    outcome: str = "quarantined"
    is_cut: bool = False


FAULTS = [
    Fault("bad_date", "erp", "orders", 4, "order_id", {"order_date": "31.02.2025"}),
    Fault("too_many_decimals", "erp", "order_lines", 7, "order_line_id", {"discount_amount": "1,2345678"}),
    Fault("missing_key", "erp", "invoices", 10, "invoice_id", {"invoice_id": ""}),
    Fault("duplicate_key", "erp", "payments", 12, None, {"payment_with_vat_amount": "1,00"}),
    Fault("space_in_number", "erp", "products", 14, "product_id", {"list_price_amount": "1\u00a0234,50"}),
    Fault("words_for_number", "erp", "customers", 9, "customer_id", {"credit_limit_amount": "dwa tysiące"}),
    Fault("thousands_separator", "erp", "ledger_entries", 16, "ledger_entry_id", {"ledger_amount": "12.345,67"}),
    Fault("wrong_date_form", "hr", "employees", 18, "employee_id", {"hired_date": "01/03/2025"}),
    Fault("bad_boolean", "crm", "contacts", None, "contact_id", {"is_active": "może"}),
    Fault("bad_timestamp", "crm", "activities", 13, "activity_id", {"recorded_at": "2025-13-01 10:00:00"}),
    Fault("control_character", "crm", "notes", None, "note_id", {"note_text": "Klient\u0007 prosi o kontakt"}),
    Fault("cut_record", "crm", "leads", None, "lead_id", is_cut=True),
    Fault("unknown_customer", "crm", "tickets", 13, "ticket_id", {"customer_id": "FIR-0"}, outcome="loaded"),
    Fault("broken_json", "mail", "email_events", 5, "email_event_id"),
]


@dataclass(frozen=True)
class Planted:
    """A fault as it stands in a file. record_number counts records from 1, without the header."""

    kind: str
    system: str
    entity: str
    file: str
    record_number: int
    column: str | None
    value: str | None
    outcome: str

    def as_dict(self) -> dict[str, object]:
        """The fault for JSON."""
        return asdict(self)


def plant(path: Path, dialect: Dialect, names: list[str], m: int | None) -> list[Planted]:
    """Add the faults meant for this file (m: its last month) to its end. Gives what was planted."""
    planted: list[Planted] = []
    due = [fault for fault in FAULTS if (fault.system, fault.entity) == (dialect.system, dialect.entity)]
    for fault in due:
        if fault.m not in (None, m):
            continue
        record_count = _line_count(path) - (dialect.kind == "csv")
        if record_count < _FEWEST_RECORDS:
            continue
        with path.open("ab") as target:
            target.write(_record(path, dialect, names, fault))
        column, value = next(iter(fault.changes.items()), (None, None))
        planted.append(
            Planted(fault.kind, fault.system, fault.entity, path.name, record_count + 1, column, value, fault.outcome)
        )
    return planted


def _line_count(path: Path) -> int:
    with path.open("rb") as source:
        return sum(block.count(b"\n") for block in iter(lambda: source.read(1 << 20), b""))


def _record(path: Path, dialect: Dialect, names: list[str], fault: Fault) -> bytes:
    if dialect.kind == "jsonl":
        return b'{"email_event_id": "MAIL-BLAD", "event_kind": "sent"\n'
    with path.open(encoding=dialect.encoding, newline="") as source:
        reader = csv.reader(source, delimiter=dialect.separator)
        next(reader)
        values = dict(zip(names, next(reader), strict=True))
    if fault.key:
        values[fault.key] = f"BLAD-{fault.kind}"
    values |= fault.changes
    fields = list(values.values())[: -3 if fault.is_cut else None]
    text = io.StringIO()
    csv.writer(text, delimiter=dialect.separator, lineterminator=dialect.line_end).writerow(fields)
    return text.getvalue().encode("utf-8" if dialect.encoding == "utf-8-sig" else dialect.encoding)
