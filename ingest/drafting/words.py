"""Names in the house's spelling: lower snake case from whatever a system calls its tables and columns.

Belongs here: spelling of names, and what a name lets one suspect. Doesn't belong here: looking at values.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "đ": "d", "Đ": "D"})
_BORDERS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHERS = re.compile(r"[^a-z0-9]+")
_PERSONAL = {
    "an e-mail address": r"e_?mail|poczta",
    "a telephone number": r"phone|tel|telefon|mobile|fax|komorka|cell",
    "a name of a person": r"(?:first|last|middle|full|given|family|contact|reviewer|maiden)_?name|surname|imie|nazwisko"
    r"|vorname|nachname|prenom|login_?id",
    "a personal number": r"pesel|ssn|passport|national_?id\w*|dowod\w*|id_?card|social_security\w*",
    "a day of birth": r"birth\w*|dob|data_urodzenia|geburtsdatum",
    "an address": r"(?:home_)?address(?:_?line)?_?\d?|street|ulica|adres|strasse",
    "an account or card": r"iban|credit_?card\w*|card_?number|konto|bank_?account",
    "a trait of a person": r"gender|sex|plec|marital\w*|salary|pensja|rate_?of_?pay|pay_?rate|yearly_?income|religion",
    "a free text about a person": r"notes?|comments?|uwagi|photo\w*",
}
_TEXT_NUMBERS = (
    r"phone|tel|telefon|fax|zip\w*|postal\w*|postcode|kod_pocztowy|plz|pesel|nip|regon|iban|ean|gtin|isbn|ssn"
)


def snake_case(name: str) -> str:
    """A name in lower snake case without accents; "" when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _OTHERS.sub("_", _BORDERS.sub("_", plain).lower()).strip("_")


def table_name(stem: str) -> str:
    """The name of a table from that of its file: letters first, at most 40."""
    name = snake_case(stem)[:40].strip("_")
    return name if name[:1].isalpha() else f"t_{name}".strip("_")


def personal_suspicion(name: str) -> str | None:
    """What personal data a column of that name may hold, or None."""
    plain = snake_case(name)
    for meaning, pattern in _PERSONAL.items():
        if re.search(rf"(?:^|_)(?:{pattern})(?:_|$)", plain) or re.fullmatch(rf"\w*(?:{pattern})", plain):
            return meaning
    return None


def is_number_by_name_only(name: str) -> bool:
    """Whether the name says that its digits are no quantity, such as a postal code."""
    return re.search(rf"(?:^|_)(?:{_TEXT_NUMBERS})(?:_|$)", snake_case(name)) is not None


def is_flag(name: str) -> bool:
    """Whether the name sounds like a yes or no."""
    plain = snake_case(name)
    return (
        re.search(r"^(?:is|has|was|can|allow)_|flag$|^(?:active|discontinued|enabled|deleted|czy)(?:_|$)", plain)
        is not None
    )


def model_column(name: str, kind: str) -> str:
    """What a staging model calls a column: snake case, with the ending that its type asks for."""
    plain = snake_case(name) or "value"
    plain = plain if plain[0].isalpha() else f"c_{plain}"
    if kind == "timestamp" and not plain.endswith("_at"):
        return (
            re.sub(r"_?(?:date|time|timestamp)$", "", plain) + "_at" if plain not in ("date", "time") else f"{plain}_at"
        )
    if kind == "date" and not plain.endswith("date"):
        return f"{plain}_date"
    if kind == "date" and plain.endswith("date") and not plain.endswith("_date") and plain != "date":
        return plain.removesuffix("date") + "_date"
    if kind == "boolean" and not re.match(r"(?:is|has|was)_", plain):
        return "is_" + re.sub(r"_?flag$", "", plain)
    if re.search(r"[a-z]id$", plain) and not plain.endswith(("_id", "paid", "void", "valid", "grid", "guid")):
        return plain.removesuffix("id") + "_id"
    return plain
