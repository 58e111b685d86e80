"""What stands around the records of a text file: lines before the header, footers behind the last record.

Belongs here: where the records begin and end. Doesn't belong here: the records (records.py), what footers say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from ingest.landing_keys import Landing
from ingest.problems import FileRefused
from ingest.text_files import TextFile

_LONGEST_FRAME = 1 << 20
_LONGEST_SEPARATOR_LINE = 100
_SEPARATOR_LINE = re.compile(r'"?sep=(.{1,8}?)"?', re.IGNORECASE | re.DOTALL)
Line = tuple[int, str]


def framed(text: TextFile, landing: Landing) -> TextFile:
    """The text without the lines around its records, which it keeps count of.

    FileRefused when the header or a footer isn't where the contract says.
    """
    return _without_footers(_without_lines_before(text, landing), landing)


def _without_lines_before(text: TextFile, landing: Landing) -> TextFile:
    is_declared = landing.skip_lines > 0 or landing.header_pattern is not None
    lines = _first_lines(text, _LONGEST_FRAME if is_declared else _LONGEST_SEPARATOR_LINE)
    skipped = _skipped(lines, landing)
    remarks = [f"skipped {skipped} lines before the header"] if skipped else []
    declared = [match[1] for _, line in lines[: skipped + 1] if (match := _SEPARATOR_LINE.fullmatch(line))]
    for separator in declared:
        if separator != landing.separator:
            raise FileRefused(
                f"says itself that its separator is {separator!r}, but {landing.separator!r} is declared; "
                "declare the one that it says"
            )
    if len(lines) > skipped and _SEPARATOR_LINE.fullmatch(lines[skipped][1]):
        skipped += 1
        remarks.append("skipped its sep= line")
    if not skipped:
        return text
    start = lines[skipped][0] if skipped < len(lines) else text.path.stat().st_size
    return replace(text, start=start, lines_before=skipped, is_framed=True, remarks=remarks)


def _skipped(lines: list[Line], landing: Landing) -> int:
    if landing.header_pattern is not None:
        pattern = re.compile(landing.header_pattern)
        found = next((number for number, (_, line) in enumerate(lines) if pattern.search(line)), None)
        if found is None:
            raise FileRefused(
                f"has no header like {landing.header_pattern!r} in its first 1 MB; mend the header_pattern"
            )
        return found
    if landing.skip_lines >= max(len(lines), 1):
        raise FileRefused(
            f"has no more than the {landing.skip_lines} lines that skip_lines leaves out; export it again"
        )
    return landing.skip_lines


def _without_footers(text: TextFile, landing: Landing) -> TextFile:
    if not landing.footer_lines and landing.footer_pattern is None:
        return text
    lines = _last_lines(text)
    filled = [line for line in reversed(lines) if line[1].strip()]
    if landing.footer_pattern is not None:
        pattern = re.compile(landing.footer_pattern)
        footers = list(takewhile(lambda line: pattern.search(line[1]), filled))
        if not footers:
            raise FileRefused(f"lacks its footer (a last line like {landing.footer_pattern!r}); it may be cut")
    else:
        footers = filled[: landing.footer_lines]
    if len(footers) < landing.footer_lines or footers[-1][0] == lines[0][0] > text.start:
        raise FileRefused("has fewer lines than its footer, or a footer of more than 1 MB; export it again")
    footers.reverse()
    told = f"left out {len(footers)} footer lines"
    return replace(
        text, stop=footers[0][0], is_framed=True, footers=[line for _, line in footers], remarks=[*text.remarks, told]
    )


def _first_lines(text: TextFile, limit: int) -> list[Line]:
    with text.path.open("rb") as source:
        source.seek(text.start)
        data = source.read(limit)
    return _lines(data, text.start, text.newline)


def _last_lines(text: TextFile) -> list[Line]:
    size = text.path.stat().st_size
    start = max(text.start, size - _LONGEST_FRAME)
    with text.path.open("rb") as source:
        source.seek(start)
        data = source.read(size - start)
    if start > text.start:
        cut = data.find(bytes([text.newline])) + 1
        start, data = start + cut, data[cut:]
    return _lines(data, start, text.newline) or [(start, "")]


def _lines(data: bytes, offset: int, newline: int) -> list[Line]:
    """Each line's offset in the file and its text without its end."""
    found = []
    for line in data.split(bytes([newline])):
        found.append((offset, line.decode(errors="replace").rstrip("\r")))
        offset += len(line) + 1
    return found[:-1] if data.endswith(bytes([newline])) else found
