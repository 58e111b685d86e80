"""The encoding of a text file, found by strict decoding; among the one-byte ones by the letters that come out.

Belongs here: choosing one of the encodings that a contract can declare. Doesn't belong here: decoding (text_files.py).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.problems import FileRefused

_CHUNK = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ONE_BYTE = ("cp1252", "cp1250", "iso-8859-2")
_SIGNS = "„”“\u2019\u2018\u2013—…€§°«»\u00a0"
_ALPHABETS = {
    "Polish": "ąćęłńóśźż",
    "Czech or Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
    "Hungarian": "áéíóöőúüű",
    "Croatian or Slovene": "čćđšž",
    "Romanian": "ăâîşţ",
    "German": "äöüß",
    "French": "àâæçéèêëîïôœùûüÿ",
    "Spanish": "áéíñóúü¿¡",
    "Portuguese": "áàâãçéêíóôõú",
    "Italian": "àèéìíòóù",
    "Nordic": "åäöæøéðþáíóúý",
}
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class EncodingGuess:
    """encoding: as a contract names it; doubts: what speaks against it."""

    encoding: str
    doubts: list[str] = field(default_factory=list)


def guess_encoding(path: Path) -> EncodingGuess:
    """The encoding of a text file. FileRefused when it can be none that a contract knows."""
    with path.open("rb") as source:
        start = source.read(4096)
    if start.startswith(_UTF16):
        return EncodingGuess("utf-16")
    if start.count(b"\0") > len(start) // 4:
        return _wide(start)
    if _is_utf8(path):
        return EncodingGuess("utf-8")
    return _by_letters(_high_bytes(path))


def _wide(start: bytes) -> EncodingGuess:
    """UTF-16 without its mark: the empty half of a Latin letter comes second (le) or first (be)."""
    first, second = start[0::2].count(0), start[1::2].count(0)
    if min(first, second) * 4 > max(first, second):
        raise FileRefused("is no text: it is full of zero bytes")
    encoding = "utf-16-le" if second > first else "utf-16-be"
    return EncodingGuess(encoding, [f"read as {encoding}: it has no byte order mark, but every other byte is 0"])


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as source:
        try:
            while chunk := source.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _high_bytes(path: Path) -> Counts:
    """How often each byte stands in the file; those of ASCII as 0."""
    counts = np.zeros(256, np.int64)
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            counts += np.bincount(np.frombuffer(chunk, np.uint8), minlength=256)
    counts[:128] = 0
    return counts


def _by_letters(counts: Counts) -> EncodingGuess:
    scores = {name: score for name in _ONE_BYTE if (score := _plausibility(counts, name)) is not None}
    if not scores:
        raise FileRefused(
            f"is text in none of the encodings {', '.join(('utf-8', 'utf-16', *_ONE_BYTE))}; export it as UTF-8"
        )
    best = max(scores, key=lambda name: scores[name][0])
    share, language = scores[best]
    doubts = [f"read as {best}: {share:.0%} of its {counts.sum()} letters beyond ASCII are {language} ones in it"]
    for other, (its_share, its_language) in scores.items():
        if other == best or its_share < share:
            continue
        is_same = _text_of(counts, other) == _text_of(counts, best)
        reads = "its letters so far are the same in both" if is_same else f"its letters would be {its_language} ones"
        doubts.append(f"it may be {other} as well: {reads}")
    return EncodingGuess(best, doubts)


def _text_of(counts: Counts, encoding: str) -> str | None:
    """The letters of all bytes in use; None when one of them can't stand in that encoding."""
    try:
        letters = bytes(np.flatnonzero(counts).astype(np.uint8)).decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if any("\x80" <= letter <= "\x9f" for letter in letters) else letters


def _plausibility(counts: Counts, encoding: str) -> tuple[float, str] | None:
    """The largest share of letters that belong to one language, and that language."""
    letters = _text_of(counts, encoding)
    if letters is None:
        return None
    used = counts[counts > 0]
    shares = {
        language: float(used[[letter.lower() in alphabet or letter in _SIGNS for letter in letters]].sum() / used.sum())
        for language, alphabet in _ALPHABETS.items()
    }
    language = max(shares, key=lambda name: shares[name])
    return shares[language], language
