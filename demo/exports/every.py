"""All exports of all systems.

Belongs here: the list. Doesn't belong here: any query.
"""

from __future__ import annotations

from demo.exports import (
    contacts,
    goods,
    market,
    marketing,
    masters,
    money,
    parties,
    pipeline,
    planning,
    staff,
    tickets,
    web,
    workshop,
)
from demo.exports.table import Export

EXPORTS: list[Export] = [
    *masters.EXPORTS,
    *goods.EXPORTS,
    *money.EXPORTS,
    *workshop.EXPORTS,
    *tickets.EXPORTS,
    *parties.EXPORTS,
    *pipeline.EXPORTS,
    *contacts.EXPORTS,
    *marketing.EXPORTS,
    *market.EXPORTS,
    *staff.EXPORTS,
    *planning.EXPORTS,
    *web.EXPORTS,
]
