"""Numbers as contracts let them be written: separators, signs, currencies, percent; exact decimals always.

Belongs here: texts to BIGINT and DECIMAL as SQL. Doesn't belong here: the keys (value_keys.py), other types, faults'
wording (parsing.py). A text must match the declared spelling as a whole before it is cast.
"""

from __future__ import annotations

import re

from ingest.columns import Column
from ingest.landing_keys import Landing
from ingest.sql import literal
from ingest.value_readings import Reading, matches

_SPACES = " \u00a0\u202f"
_APOSTROPHES = "'\u2019"
_MINUS = "\u2212"


def read_whole(column: Column, landing: Landing, text: str) -> Reading:
    """A BIGINT."""
    value = f"try_cast({_plain(column, landing, text)} as bigint)"
    match = matches(text, _spelled(column, landing, _digits(landing)))
    checks = [(f"not {match}", "not_a_whole_number"), (f"{value} is null", "out_of_range")]
    return Reading(value, f"{match} and {value} is not null", checks)


def read_decimal(column: Column, landing: Landing, text: str) -> Reading:
    """A DECIMAL, with no more decimals than the column has."""
    point, digits = re.escape(landing.decimal_separator), _digits(landing)
    decimals = column.decimals - 2 * (column.name in landing.percent_columns)
    fitting = f"{point}[0-9]{{1,{decimals}}}0*" if decimals else f"{point}0+"
    value = f"try_cast({_plain(column, landing, text)} as {column.data_type})"
    exact = matches(text, _spelled(column, landing, f"(?:{digits}(?:{fitting})?|{fitting})"))
    loose = matches(text, _spelled(column, landing, f"(?:{digits}(?:{point}[0-9]+)?|{point}[0-9]+)"))
    too_many = f"regexp_matches({text}, {literal(f'{point}[0-9]{{{decimals}}}[0-9]*[1-9]')})"
    checks = [(f"not {loose}", "not_a_number"), (too_many, "too_many_decimals"), (f"{value} is null", "out_of_range")]
    return Reading(value, f"{exact} and {value} is not null", checks)


def number_shown(column: Column, landing: Landing, decimals: str = "5") -> str:
    """An example of a number as declared."""
    whole = f"1{landing.thousands_separator}234"
    number = whole + (landing.decimal_separator + decimals if decimals else "")
    number += " %" if column.name in landing.percent_columns else ""
    shown = [number, *(f"{number} {sign}" for sign in landing.currency_signs)]
    forms = {"after": f"{number}-", "parentheses": f"({number})", "unicode": _MINUS + number}
    return " or ".join(shown + [forms[form] for form in landing.negative_numbers if form in forms])


def _is_simple(column: Column, landing: Landing) -> bool:
    """Whether nothing but a sign in front can stand beside the digits."""
    is_bare = landing.negative_numbers == ["before"] and not landing.currency_signs
    return is_bare and column.name not in landing.percent_columns


def _spelled(column: Column, landing: Landing, digits: str) -> str:
    """The pattern of a number around the pattern of its digits."""
    if _is_simple(column, landing):
        return f"[+-]?{digits}"
    forms = landing.negative_numbers
    minus = f"[-{_MINUS}]" if "unicode" in forms else "-"
    sign = f"(?:[+]|{minus})?" if "before" in forms or "unicode" in forms else "[+]?"
    number = digits + (f"[{_SPACES}]?%" if column.name in landing.percent_columns else "")
    spellings = [sign + number]
    spellings += [number + minus] if "after" in forms else []
    spellings += [f"\\({number}\\)"] if "parentheses" in forms else []
    if landing.currency_signs:
        currency = f"(?:{'|'.join(re.escape(sign) for sign in _longest_first(landing.currency_signs))})"
        before, after = f"{currency}[{_SPACES}]?", f"[{_SPACES}]?{currency}"
        spellings += [spelling for each in list(spellings) for spelling in (before + each, each + after)]
        spellings += [sign + before + number]
        spellings += [f"\\((?:{before}{number}|{number}{after})\\)"] if "parentheses" in forms else []
    return "|".join(spellings)


def _plain(column: Column, landing: Landing, text: str) -> str:
    """SQL of the number as a cast reads it."""
    if _is_simple(column, landing):
        for letter in _group(landing):
            text = f"replace({text}, {literal(letter)}, '')"
        return text if landing.decimal_separator == "." else f"replace({text}, ',', '.')"
    for sign in _longest_first(landing.currency_signs):
        text = f"replace({text}, {literal(sign)}, '')"
    digits = f"regexp_replace({text}, {literal(f'[^0-9{landing.decimal_separator}]')}, '', 'g')"
    sign = f"case when regexp_matches({text}, {literal(f'[-{_MINUS}(]')}) then '-' else '' end"
    hundredths = " || 'e-2'" if column.name in landing.percent_columns else ""
    return f"({sign}) || replace({digits}, ',', '.'){hundredths}"


def _longest_first(signs: list[str]) -> list[str]:
    return sorted(signs, key=len, reverse=True)


def _group(landing: Landing) -> str:
    """The thousands separator as letters: a space stands for the hard and the narrow one, ' for \u2019 as well."""
    if not landing.thousands_separator:
        return ""
    alike = [letters for letters in (_SPACES, _APOSTROPHES) if landing.thousands_separator in letters]
    return alike[0] if alike else landing.thousands_separator


def _digits(landing: Landing) -> str:
    """Digits in groups of three or in none; a leading zero would make 0.123 of another dialect a thousandfold."""
    group = _group(landing)
    return f"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:[{group}][0-9]{{3}})+)" if group else "[0-9]+"
