"""Separators, quotes and record ends: what cuts the whole file evenly."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.drafting.layouts import LayoutGuess, guess_layout
from ingest.drafting.tallies import Layout
from ingest.problems import FileRefused
from ingest.text_files import open_text


def guessed(tmp_path: Path, text: str) -> LayoutGuess:
    path = tmp_path / "text"
    path.write_bytes(text.encode())
    return guess_layout(open_text(path, "utf-8", tmp_path / "copy"))


@pytest.mark.parametrize(
    ("text", "layout", "width"),
    [
        ("a,b\n1,2\n", Layout(","), 2),
        ("a;b;c\n1;2,5;3\n", Layout(";"), 3),
        ("1,5;2,5;3,5\n1,7;2,7;3,7\n", Layout(";"), 3),
        ("a\tb\n1, 2\t3\n", Layout("\t"), 2),
        ("a|b\n1|2\n", Layout("|"), 2),
        ("1||Corporate\n2|1|Executive\n3||\n", Layout("|"), 3),
        ("1+|a|b+|x&|\n2+|c+|y\nz&|\n3+|+|&|\n", Layout("+|", "&|"), 3),
        ("1||a||x\n2||b||y\n", Layout("||"), 3),
        ("1~|~a~|~x\n2~|~b~|~y\n", Layout("~|~"), 3),
        ('a,b\n"1,5",2\n"x\ny",3\n', Layout(","), 2),
        ("a,b\n'1,5',2\n'x,y',3\n'p,q',3\n'r,s',3\n", Layout(",", quote="'"), 2),
        ('a|b\n1|5" pipe\n2|3" pipe\n', Layout("|", quote=""), 2),
        ("a\x01b\n1\x012\n", Layout("\x01"), 2),
    ],
)
def test_a_layout_is_found(tmp_path: Path, text: str, layout: Layout, width: int) -> None:
    guess = guessed(tmp_path, text)
    assert (guess.layout, guess.tally.width) == (layout, width)


def test_values_over_several_lines_without_quotes_are_found_by_the_field_count(tmp_path: Path) -> None:
    text = "1|first\nand more\n\n|2026-01-01|one\n2|second|2026-01-02|two\nmore of two\n3|third|2026-01-03|three\n"
    guess = guessed(tmp_path, text)
    assert guess.layout == Layout("|", quote="", field_count=4)
    assert "values hold line ends without quotes" in guess.doubts[0]


def test_prose_is_no_table_of_records_over_several_lines(tmp_path: Path) -> None:
    text = "Once, there was\na whale, and\nit sang\nof money, costs\nand, at night, of\nfish, ships, crews\n"
    assert guessed(tmp_path, text).layout.field_count == 0


def test_columns_aligned_by_blanks_are_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="columns aligned by blanks"):
        guessed(tmp_path, " 00004 0001 19970101  2\n 00004 0001 19970118  1\n")


def test_a_second_separator_that_would_do_as_well_is_a_doubt(tmp_path: Path) -> None:
    assert guessed(tmp_path, "1;2,5\n2;3,5\n").doubts == ["separated by ';'; ',' would cut every record evenly, too"]


def test_the_whole_file_is_counted_not_its_beginning(tmp_path: Path) -> None:
    text = "a,b\n" + "1,2\n" * 600_000 + "1,2,3\n" * 2
    guess = guessed(tmp_path, text)
    assert guess.tally.records == {2: 600_001, 3: 2}
    assert guess.doubts == ["2 fields in 100.00% of the records; 2 with 3: those go to quarantine"]
