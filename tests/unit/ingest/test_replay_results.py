"""Replay gives what landing with the mended contract from the start would have given, for every fault and format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.ingest.replays import MENDS, lose_files, new_shop, replayed, state, things


@pytest.mark.parametrize("fault", MENDS)
def test_a_mended_contract_lets_pass_what_it_describes_and_the_file_may_be_gone(tmp_path: Path, fault: str) -> None:
    before, after, text, passed = MENDS[fault]
    shop, direct = new_shop(tmp_path / "replayed"), new_shop(tmp_path / "direct")
    for each, contract in ((shop, before), (direct, after)):
        each.declare(contract)
        each.export("things.csv", text, day=3)
        each.land()
    lose_files(shop)
    shop.declare(after)
    (told,) = replayed(shop)
    assert (told.passed, told.problems) == (passed, [])
    assert state(shop) == state(direct)
    assert shop.statuses() == ["accepted"]


@pytest.mark.parametrize("form", ["jsonl", "xlsx", "parquet", "bars", "headless", "escaped"])
def test_records_of_every_format_are_read_again(tmp_path: Path, form: str) -> None:
    landing: dict[str, Any] = {"format": form} if form in ("jsonl", "xlsx", "parquet") else {}
    name, content = _file_of(tmp_path, form)
    if form == "bars":
        landing = {"separator": "+|", "record_end": "&|\n", "quote": "", "encoding": "utf-16"}
    elif form == "headless":
        landing = {"header": False, "skip_lines": 1, "encoding": "cp1250"}
    elif form == "escaped":
        landing = {"escape": "\\", "footer_lines": 1}
    columns = {"id": "varchar", "n": "varchar", "v": "decimal(9,1)"}
    wider = columns | {"v": "decimal(12,3)"}
    shop, direct = new_shop(tmp_path / "replayed"), new_shop(tmp_path / "direct")
    for each, chosen in ((shop, columns), (direct, wider)):
        each.declare(things(chosen, **landing))
        each.export(name, content, day=3)
        assert each.land().problems == []
    lose_files(shop)
    shop.declare(things(wider, **landing))
    (told,) = replayed(shop)
    assert (told.passed, told.problems) == ({"too_many_decimals": 1}, [])
    assert state(shop) == state(direct)


def _file_of(folder: Path, form: str) -> tuple[str, bytes]:
    rows = [("1", "Łódź", "1.5"), ("2", "żółw", "2.125"), ("3", "ąę", "x")]
    if form == "jsonl":
        return "things.jsonl", "".join(f'{{"id": "{i}", "n": "{n}", "v": "{v}"}}\n' for i, n, v in rows).encode()
    if form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(
            pa.table(dict(zip("inv", zip(*rows, strict=True), strict=True))).rename_columns(["id", "n", "v"]),
            folder / "x",
        )
        return "things.parquet", (folder / "x").read_bytes()
    if form == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in [("id", "n", "v"), *rows]:
            book.active.append(row)
        book.save(folder / "x")
        return "things.xlsx", (folder / "x").read_bytes()
    if form == "bars":
        return "things.txt", "".join("+|".join(row) + "&|\n" for row in [("id", "n", "v"), *rows]).encode("utf-16")
    if form == "headless":
        return "things.csv", ("an export\n" + "".join(",".join(row) + "\n" for row in rows)).encode("cp1250")
    lines = ["id,n,v\n", *(f'{i},"{n} \\" and\nmore",{v}\n' for i, n, v in rows), "3 rows\n"]
    return "things.csv", "".join(lines).encode()


VALUES = st.sampled_from(
    ["1", "1.5", "-2.25", "1.2345", "12345678901", "x", "", " 7 ", '"1,5"', '"a""b"', '"two\nlines"']
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(st.lists(VALUES, min_size=1, max_size=8), min_size=1, max_size=3),
    mode=st.sampled_from(["full", "append"]),
)
def test_replay_after_landing_is_landing_with_the_mended_contract(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[str]], mode: str
) -> None:
    folder = tmp_path_factory.mktemp("replay")
    required = {"data_type": "decimal(4,2)", "config": {"meta": {"nullable": False}}}
    strict = things({"id": "varchar", "v": required}, load_mode=mode)
    wide = things({"id": "varchar", "v": "decimal(18,4)"}, load_mode=mode)
    shop, direct = new_shop(folder / "replayed"), new_shop(folder / "direct")
    for each, contract in ((shop, strict), (direct, wide)):
        each.declare(contract)
        for number, values in enumerate(files):
            text = "".join(f"{row},{value}\n" for row, value in enumerate(values))
            each.export(f"things_{number}.csv", "id,v\n" + text, day=1 + number)
            each.land()
    lose_files(shop)
    shop.declare(wide)
    replayed(shop)
    assert state(shop) == state(direct)
