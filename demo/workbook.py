"""A query as an XLSX workbook of one sheet, written part by part, because the usual writers put the clock into it.

Belongs here: the few XML parts that a plain sheet needs. Doesn't belong here: reading workbooks.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from demo.world import World

if TYPE_CHECKING:
    from demo.writers import Column, Query

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ROWS_A_PIECE = 5000


def write_workbook(world: World, query: Query, path: Path, sheet: str) -> int:
    """Write a query's rows to a sheet: numbers and dates as such, everything else as text. Gives their number."""
    sheets = f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheets}</workbook>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "xl/workbook.xml": book}.items():
            archive.writestr(_entry(name), _HEAD + text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as target:
            for piece in _sheet(world, query):
                target.write(piece.encode())
    [(count,)] = world.rows(f"select count(*) from ({query.sql})")
    return int(count)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _sheet(world: World, query: Query) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData><row r="1">'
    for n, column in enumerate(query.columns):
        yield f'<c r="{_letters(n)}1" t="inlineStr"><is><t>{column.name}</t></is></c>'
    yield "</row>"
    cells = " || ".join(_cell(column, _letters(n)) for n, column in enumerate(query.columns))
    pieces = world.con.execute(
        f"select string_agg('<row r=\"' || n || '\">' || {cells} || '</row>', '' order by n)"
        f" from (select *, 1 + row_number() over (order by {query.order}) as n from ({query.sql}))"
        f" group by n // {_ROWS_A_PIECE} order by n // {_ROWS_A_PIECE}"
    )
    while row := pieces.fetchone():
        yield row[0]
    yield "</sheetData></worksheet>"


def _cell(column: Column, letters: str) -> str:
    """SQL for one cell: '' when the value is NULL."""
    start = f"'<c r=\"{letters}' || n || '\""
    if column.kind == "DATE":
        content = f" s=\"1\"><v>' || ({column.quoted} - date '1899-12-30') || '</v></c>'"
    elif column.kind.startswith("DECIMAL") or column.kind in ("BIGINT", "INTEGER", "DOUBLE"):
        content = f"><v>' || cast({column.quoted} as varchar) || '</v></c>'"
    else:
        text = f"replace(replace(replace(cast({column.quoted} as varchar), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
        content = f" t=\"inlineStr\"><is><t>' || {text} || '</t></is></c>'"
    return f"coalesce({start}{content}, '')"


def _letters(position: int) -> str:
    """The letters of a column counted from 0: A, B, …, Z, AA."""
    letters = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        letters, position = chr(65 + rest) + letters, position - 1
    return letters
