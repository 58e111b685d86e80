"""The keys that describe how a table's files are written: the `landing` part of a contract.

Belongs here: each key's meaning, default and allowed values. Doesn't belong here: how text is cut (text_keys.py), how
values are written (value_keys.py), where a contract is found (contracts.py), what is done with a file (readers).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from ingest.days import Day
from ingest.learning import Learning
from ingest.load_keys import Glob, LoadKeys
from ingest.source_keys import Source
from ingest.text_keys import TextKeys
from ingest.value_keys import TimeFormat, ValueKeys
from settings.fields import ExactDecimal, Section, fault, setting

Format = Literal["csv", "xlsx", "parquet", "jsonl"]

RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})?")


def _range(value: object) -> object:
    if isinstance(value, str):
        match = RANGE.fullmatch(value)
        if match is None or (len(match[3]), match[3]) < (len(match[1]), match[1]):
            raise fault("isn't a range of cells from left to right")
        if match[4] and int(match[4]) < int(match[2]):
            raise fault("is a range that ends above its beginning")
    return value


SheetRange = Annotated[str, BeforeValidator(_range)]


class AsOf(Section):
    """The day on which an export's content held."""

    source: Literal["file_name", "file_modified", "fixed"] = setting(
        "Where the day is found", "file_name, file_modified, fixed", alias="from"
    )
    pattern: str | None = setting(
        "Finds the date in the file's name", "a regular expression with a group (?P<date>…)", None
    )
    format: TimeFormat = setting("How that date is written", "a date format such as %Y-%m-%d", "%Y-%m-%d")
    date: Day | None = setting("The day itself, for `from: fixed`", "a date YYYY-MM-DD", None)

    @model_validator(mode="after")
    def _is_whole(self) -> AsOf:
        if self.source == "file_name" and self.pattern is not None:
            _check_pattern(self.pattern)
        if self.source == "fixed" and self.date is None:
            raise fault("needs a `date`")
        return self


def _check_pattern(pattern: str) -> None:
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        raise fault(f"has a pattern that isn't a regular expression: {error}") from None
    if "date" not in groups:
        raise fault("has a pattern without a group (?P<date>…)")


class Landing(LoadKeys, TextKeys, ValueKeys):
    """How the files of a table are written, and how they add up."""

    files: list[Glob] = setting(
        "Patterns of its files, relative to the system's folder", "a list of file patterns", min_length=1
    )
    format: Format = setting("Kind of file", "csv, xlsx, parquet, jsonl", "csv")
    compression: Literal["", "gz", "zip"] = setting("How a file is packed", '"" for not at all, gz, zip', "")
    zip_member: str | None = setting(
        "Which file of a zip is meant; it must be the only such one",
        "a file pattern; the only file when left out",
        None,
    )
    sheet: str | None = setting("Sheet of a workbook", "the name of a sheet; the first one when left out", None)
    range: SheetRange | None = setting(
        "The cells of the sheet that are meant, the header among them",
        "a range such as B3:H200, or B3:H for all rows from there on; the whole sheet when left out",
        None,
    )
    as_of: AsOf | None = setting("The day of an export", "{from: file_name | file_modified | fixed, …}", None)
    key: list[str] = setting("The columns that identify a row", "a list of columns", min_length=1)
    empty_key_columns: list[str] = setting(
        "Key columns in which empty is a value of its own, such as `all`", "columns of the key", []
    )
    max_quarantined_share: ExactDecimal = setting(
        "Records of a load that may be in quarantine, as a share, before gate 1 holds it",
        "a number from 0 to 1, such as 0.05",
        Decimal("0.05"),
        ge=0,
        le=1,
    )
    source: Source | None = setting(
        "What is fetched from the database of a system with a connection", "table or query, cursor", None
    )
    history: bool = setting("Whether versions of a row matter to models", "true, false", False)
    learning: Learning = setting("How a load is compared with those before it", "{loads: 36, …}", Learning())

    @model_validator(mode="after")
    def _agrees(self) -> Landing:
        if self.zip_member is not None and self.compression != "zip":
            raise fault("has a zip_member without `compression: zip`")
        if not set(self.empty_key_columns) <= set(self.key):
            raise fault("has empty_key_columns that aren't in the key")
        if self.empty_key_columns and (self.load_mode != "full" or set(self.key) == set(self.empty_key_columns)):
            raise fault("may have empty_key_columns only as a full list with at least one other key column")
        if self.source is not None and self.source.cursor is not None and self.load_mode != "append":
            raise fault("has a source with a cursor, which needs `load_mode: append`: each fetch brings a part only")
        return self
