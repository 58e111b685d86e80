"""Whether a text could be of two date formats at once: then a list of them would guess.

Belongs here: comparing formats by the letters that they admit at each place. Doesn't belong here: the formats
(formats.py).
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from string import ascii_letters, digits

from ingest.formats import tokens

Letters = frozenset[str]
Place = tuple[Letters, bool]
Network = tuple[Place, ...]
_DIGIT, _LETTER = frozenset(digits), frozenset(ascii_letters + "źńśŹŃŚ")
_DIGITS = {"Y": (4, 4), "y": (2, 2), "j": (3, 3), "f": (1, 6), "n": (9, 9), "M": (2, 2), "S": (2, 2)}
_DIGITS |= dict.fromkeys("mdHI", (1, 2))
_LONGEST = {"excel_1900": 7, "excel_1904": 7, "epoch_seconds": 11, "epoch_milliseconds": 14}


def overlapping(formats: list[str]) -> tuple[str, str] | None:
    """The first two formats that one text could be of with different meanings, or None."""
    pairs = (
        (one, other) for one, other in combinations(formats, 2) if one.replace("%B", "%b") != other.replace("%B", "%b")
    )
    return next((pair for pair in pairs if _share_a_text(*(_network(each) for each in pair))), None)


@cache
def _network(layout: str) -> Network:
    """The places of a format's longest text: the letters that may stand there, and whether the place may be left out.

    Somewhat wider than the format: what doesn't overlap here overlaps nowhere.
    """
    if layout in _LONGEST:
        whole = [(_DIGIT | {"-"}, False), *_run(_DIGIT, 0, _LONGEST[layout])]
        fraction = [(frozenset(".,"), True), *_run(_DIGIT, 0, 18)]
        return tuple(whole + (fraction if layout.startswith("excel") else []))
    return tuple(
        place
        for letter, words in tokens(layout)
        for place in ([(frozenset(each), False) for each in words] if words else _directive(letter))
    )


def _directive(letter: str) -> list[Place]:
    if letter in _DIGITS:
        return _run(_DIGIT, *_DIGITS[letter])
    if letter == "z":
        return [(frozenset("Z+-"), False), *_run(_DIGIT | {":"}, 0, 5)]
    return [(frozenset("%"), False)] if letter == "%" else _run(_LETTER, 2 if letter == "p" else 3, 12)


def _run(letters: Letters, least: int, most: int) -> list[Place]:
    return [(letters, place >= least) for place in range(most)]


def _share_a_text(one: Network, other: Network) -> bool:
    seen, waiting = set(), [(0, 0)]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        first, second = place
        if first == len(one) and second == len(other):
            return True
        if first < len(one) and one[first][1]:
            waiting.append((first + 1, second))
        if second < len(other) and other[second][1]:
            waiting.append((first, second + 1))
        if first < len(one) and second < len(other) and one[first][0] & other[second][0]:
            waiting.append((first + 1, second + 1))
    return False
