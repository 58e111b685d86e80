"""Alphabets: the letters that a language's texts hold, so that a wrongly declared encoding is noticed.

Belongs here: letters. Doesn't belong here: encodings and bytes (text_files.py).

A single-byte encoding gives some letter or sign for nearly every byte: read as cp1252, a Polish l with a stroke is a
superscript three. Signs that such a mistake can make are therefore no part of any alphabet; a contract may add them.
"""

from __future__ import annotations

import re

ALPHABETS = {
    "czech": "áčďéěíňóřšťúůýž",
    "french": "àâæçéèêëîïôœùûüÿ",
    "german": "äöüß",
    "hungarian": "áéíóöőúüű",
    "polish": "ąćęłńóśźż",
    "slovak": "áäčďéíĺľňóôŕšťúýž",
    "spanish": "áéíñóúü",
}
# Euro, paragraph, degree, times, dots, dashes, quotation marks, trade marks, spaces and marks that nobody sees.
_SIGNS = (
    "\u20ac\u00a7\u00b0\u00d7\u00b7\u2022\u2026\u2013\u2014\u201e\u201d\u201c"
    "\u2018\u2019\u201a\u2039\u203a\u00bb\u00ab\u2122\u00ae\u00a9"
    "\u00a0\u00ad\u200b\u202f\ufeff"
)


def strangers(alphabet: str) -> re.Pattern[str]:
    """Finds a letter or sign that is neither ASCII nor a sign of print nor of the alphabet (a name, or its letters)."""
    letters = ALPHABETS.get(alphabet, alphabet)
    return re.compile(f"[^\x00-\x7f{re.escape(letters.lower() + letters.upper() + letters + _SIGNS)}]")


def alphabet_fault(alphabet: str) -> str | None:
    """What is wrong with a declared alphabet, or None."""
    if alphabet and alphabet not in ALPHABETS and alphabet.isascii():
        return "isn't an alphabet we know; write its letters beyond ASCII instead"
    return None
