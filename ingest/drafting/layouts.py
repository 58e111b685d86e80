"""What separates fields and records in a text file, found by how evenly each candidate cuts the file.

Belongs here: the candidates, their rank, and the choice with its reason. Doesn't belong here: counting fields
(tallies.py), or what stands in them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from ingest.drafting.surroundings import guess_surroundings, said_separator
from ingest.drafting.tallies import Layout, Tally, field_counts, fields_across_lines
from ingest.frames import framed
from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.text_files import TextFile
from ingest.text_keys import TextKeys

_SAMPLE = 1 << 20
_EVEN = 0.98
_SHORTLIST = 4
_AROUND = {"skip_lines": "lines before the header", "footer_lines": "lines behind the last record"}
# The less likely a letter stands in a value by chance, the earlier it is believed.
_SINGLE = "\x1f\x1e\x01\t|;,~^"
_PUNCTUATION = re.compile(rb"[!#$%&*+:;=?@^_`|~<>,/\\-]{2,3}")
_LINE_END_MARK = re.compile(rb"([!#$%&*+:;=?@^_`|~<>,/\\-]{2})\r?(?:\n|\Z)")


@dataclass(frozen=True)
class LayoutGuess:
    """layout: the best candidate; tally: how evenly it cuts the whole file; doubts: what speaks against it.

    keys: further landing keys that the file seems to need.
    """

    layout: Layout
    tally: Tally
    doubts: list[str] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)


def layout_keys(layout: Layout) -> dict[str, Any]:
    """The landing keys that declare a layout."""
    keys: dict[str, Any] = {"separator": layout.separator, "quote": layout.quote}
    if layout.field_count:
        return keys | {"records_end_by": "field_count"}
    return keys | ({"record_end": layout.record_end + "\n"} if layout.record_end else {})


def guess_layout(text: TextFile) -> LayoutGuess:
    """How records and fields are separated. FileRefused when the file isn't made of separated fields."""
    said = said_separator(text)
    sample = _sample(text)
    layouts = [each for layout in _candidates(sample) if _is_declarable(each := _with_quote(layout, sample))]
    layouts = [each for each in layouts if said in (None, each.separator)]
    tallies = {layout: field_counts(text, layout) for layout in _shortlist(text, layouts)}
    best = max(tallies, key=lambda each: _rank(each, tallies[each]), default=Layout(","))
    tally = tallies.get(best) or field_counts(text, best)
    around = guess_surroundings(text, best, tally.width)
    if around or said:
        tally = field_counts(framed(text, _landing(best, around)), best)
    if tally.evenness < _EVEN and (across := fields_across_lines(text, [each.separator for each in layouts])):
        return _across_lines(across)
    if tally.width == 1:
        return LayoutGuess(best, tally, _one_column(sample))
    return LayoutGuess(best, tally, *_doubts(best, tally, tallies, sample, around))


def _shortlist(text: TextFile, layouts: list[Layout]) -> list[Layout]:
    """Those that cut the beginning of the file best."""
    ranks = {layout: _rank(layout, field_counts(text, layout, stop=_SAMPLE)) for layout in layouts}
    return sorted(layouts, key=lambda each: ranks[each], reverse=True)[:_SHORTLIST]


def _landing(layout: Layout, around: dict[str, Any]) -> Landing:
    return Landing.model_validate({"files": ["x"], "key": ["x"], **layout_keys(layout), **around})


def _is_declarable(layout: Layout) -> bool:
    try:
        TextKeys.model_validate(layout_keys(layout))
    except ValidationError:
        return False
    return True


def _has_escapes(layout: Layout, sample: bytes) -> bool:
    marks = [mark.encode() for mark in (layout.quote, layout.separator) if mark]
    return len(layout.separator) == 1 and any(b"\\" + mark in sample for mark in marks)


def _across_lines(layout: Layout) -> LayoutGuess:
    doubt = (
        f"values hold line ends without quotes: a record ends at the last line end before the next one's first "
        f"separator, once its {layout.field_count} fields are complete"
    )
    return LayoutGuess(layout, Tally({layout.field_count: 1}), [doubt])


def _sample(text: TextFile) -> bytes:
    with text.path.open("rb") as source:
        source.seek(text.start)
        data = source.read(_SAMPLE)
    newline = bytes([text.newline])
    return data[: data.rfind(newline) + 1] or data


def _candidates(sample: bytes) -> list[Layout]:
    """Separators of one letter, and of two or three where those letters never stand apart."""
    ends = ["", *_end_marks(sample)]
    single = [letter for letter in _SINGLE if letter.encode() in sample]
    found = [Layout(letter, end) for letter in single for end in ends]
    return found + [Layout(mark, end) for end in ends for mark in _long_separators(sample, end)]


def _end_marks(sample: bytes) -> list[str]:
    """Two letters before the line end that close at least one line in twenty."""
    marks = Counter(_LINE_END_MARK.findall(sample))
    lines = sample.count(b"\n") or 1
    return [mark.decode() for mark, count in marks.most_common(2) if count * 20 >= lines and mark[0] != mark[1]]


def _long_separators(sample: bytes, end: str) -> list[str]:
    """Runs of punctuation of which one letter is a separator that hardly ever stands apart from the others."""
    body = re.sub(re.escape(end.encode()) + rb"\r?(?=\n|\Z)", b"", sample) if end else sample
    lines = body.count(b"\n") or 1
    frequent = [run for run, count in Counter(_PUNCTUATION.findall(body)).most_common(6) if count * 2 >= lines]
    return [run.decode() for run in frequent if _is_whole(run, body)]


def _is_whole(run: bytes, body: bytes) -> bool:
    letters = {bytes([letter]) for letter in run if chr(letter) in _SINGLE}
    apart = body.replace(run, b"")
    return bool(letters) and all(apart.count(letter) * 5 <= body.count(letter) for letter in letters)


def _with_quote(layout: Layout, sample: bytes) -> Layout:
    """The quote that stands at the borders of fields; none where quotes stand only inside them."""
    separator = re.escape(layout.separator.encode())
    for quote in (b'"', b"'"):
        opening = len(re.findall(rb"(?:\A|\n|%b)%b" % (separator, quote), sample))
        closing = len(re.findall(rb"%b(?:\r?\n|\Z|%b)" % (quote, separator), sample))
        if (
            opening
            and closing
            and min(opening, closing) * 2 >= max(opening, closing)
            and (quote == b'"' or opening > 3)
        ):
            return replace(layout, quote=quote.decode())
    return replace(layout, quote="" if b'"' in sample else '"')


def _rank(layout: Layout, tally: Tally) -> tuple[float, int, int]:
    """Evenness first; among even ones the rarer letter, then the one with more fields."""
    even = 1.0 if tally.evenness >= _EVEN else tally.evenness
    letters = len(layout.separator) + len(layout.record_end)
    likelihood = len(_SINGLE) * letters if letters > 1 else len(_SINGLE) - _SINGLE.index(layout.separator)
    return (even if tally.width > 1 else 0.0, likelihood, tally.width)


def _one_column(sample: bytes) -> list[str]:
    lines = re.findall(rb"[^\r\n]+", sample)
    aligned = [line for line in lines if re.search(rb"\S {1,}\S", line)]
    if len(aligned) == len(lines) and len({len(line) for line in lines}) == 1 and len(lines) > 1:
        raise FileRefused(
            "has columns aligned by blanks, not separated; export it with a separator (a contract can't say where "
            "columns begin)"
        )
    return ["no separator cuts its lines evenly, so it is read as one column; declare the separator if there is one"]


def _doubts(
    layout: Layout, tally: Tally, tallies: dict[Layout, Tally], sample: bytes, around: dict[str, Any]
) -> tuple[list[str], dict[str, Any]]:
    """What speaks against a layout, and the further keys that the file seems to need."""
    doubts = [f"{count} {_AROUND[key]} aren't records by their few fields" for key, count in around.items()]
    if tally.evenness < 1 and _has_escapes(layout, sample):
        return [*doubts, "backslashes before quotes or separators are taken for escapes"], {**around, "escape": "\\"}
    if tally.evenness < 1:
        odd = ", ".join(f"{count} with {width}" for width, count in tally.odd()[:3])
        doubts.append(f"{tally.width} fields in {tally.evenness:.2%} of the records; {odd}: those go to quarantine")
    others = [
        other
        for other, its in tallies.items()
        if other.separator not in layout.separator and its.evenness >= _EVEN and its.width > 1
    ]
    if others:
        doubts.append(f"separated by {layout.separator!r}; {others[0].separator!r} would cut every record evenly, too")
    return doubts, around
