"""backup and restore: what is copied, what is refused, and that no accident loses anything."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import Result

from ingest.upgrade import newest_version
from serving.backup_folder import described
from serving.history import history_file
from serving.lock import RefreshLock
from settings.load import load_company
from settings.paths import DataPaths
from tests.unit.cli.test_raw import a_load, write_raw
from tests.unit.serving.builds import publish_build

Whale = Callable[..., Result]
NewCompany = Callable[..., Path]


@pytest.fixture
def acme(new_company: NewCompany) -> Path:
    """A company with a landed order, a published version, state in a folder of its own, and things of passing use."""
    folder = new_company(files={"models/staging/erp/notes.md": "ours", "exports/erp/orders.csv": "order_id\n1\n"})
    paths = DataPaths.of(load_company(folder))
    write_raw(folder, paths, [a_load(1)])
    publish_build(paths, content_hash="c0ffee")
    for place in (
        "private/pseudonyms.bin",
        "logs/run.log",
        "build/work.duckdb",
        "dbt/manifest.json",
        "raw.version_1.duckdb",
    ):
        (paths.root / place).parent.mkdir(exist_ok=True)
        (paths.root / place).write_bytes(place.encode())
    return folder


@pytest.fixture
def paths(acme: Path) -> DataPaths:
    return DataPaths.of(load_company(acme))


@pytest.fixture
def made(run_whale: Whale, acme: Path, tmp_path: Path) -> Path:
    return back_up(run_whale, acme, tmp_path / "safe")


def back_up(run_whale: Whale, acme: Path, into: Path, *options: str) -> Path:
    result = run_whale("backup", str(into), "--company", str(acme), *options)
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.split("folder")[1].strip())


def orders(raw_file: Path) -> list[tuple[str, ...]]:
    with duckdb.connect(str(raw_file), read_only=True) as con:
        return con.execute("select order_id from pending_erp.orders").fetchall()


def test_a_backup_holds_what_outlives_a_release_and_nothing_else(made: Path, paths: DataPaths) -> None:
    version = next(paths.versions.iterdir()).name
    assert sorted(str(file.relative_to(made)) for file in made.rglob("*") if file.is_file()) == [
        "company/company.yml",
        "company/models/staging/erp/notes.md",
        "data/private/pseudonyms.bin",
        "data/raw.duckdb",
        "manifest.json",
        f"published/{version}.json",
        "published/history.jsonl",
    ]
    assert (made / "data/raw.duckdb").read_bytes() == paths.raw_file.read_bytes()
    manifest = json.loads((made / "manifest.json").read_text())
    assert (manifest["company"], manifest["published"], manifest["content_hash"]) == ("acme", version, "c0ffee")
    assert manifest["raw_schema_version"] == newest_version()
    counts = {entry["path"]: entry.get("row_counts") for entry in manifest["files"]}
    assert counts["data/raw.duckdb"]["load_ledger.loads"] == 1
    assert made.stat().st_mode & 0o077 == 0


def test_rows_not_yet_in_the_file_itself_are_in_the_backup(run_whale: Whale, acme: Path, tmp_path: Path) -> None:
    paths = DataPaths.of(load_company(acme))
    con = duckdb.connect(str(paths.raw_file))
    con.execute("set checkpoint_threshold = '1GB'; insert into pending_erp.orders (order_id) values ('late')")
    shutil.copyfile(paths.raw_file, tmp_path / "raw"), shutil.copyfile(f"{paths.raw_file}.wal", tmp_path / "wal")
    con.close()
    shutil.copyfile(tmp_path / "raw", paths.raw_file), shutil.copyfile(tmp_path / "wal", f"{paths.raw_file}.wal")
    made = back_up(run_whale, acme, tmp_path / "safe")
    shutil.rmtree(paths.root)
    assert run_whale("restore", str(made), "--company", str(acme)).exit_code == 0
    assert orders(paths.raw_file) == [("O1",), ("late",)]


def test_the_last_backups_are_kept(run_whale: Whale, acme: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "safe" / "other_20260101T000000000000Z"
    stranger.mkdir(parents=True)
    made = [back_up(run_whale, acme, tmp_path / "safe", "--keep", "2") for _ in range(4)]
    assert sorted((tmp_path / "safe").iterdir()) == sorted([*made[2:], stranger])


def test_without_a_folder_backups_lie_beside_the_data(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    result = run_whale("backup", "--company", str(acme))
    assert result.exit_code == 0
    assert [each.parent for each in paths.root.parent.glob("_backups/acme/acme_*")] == [paths.backups]


@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "add"])
def test_every_damage_is_told_and_such_a_backup_is_never_restored(
    run_whale: Whale, acme: Path, made: Path, paths: DataPaths, damage: str
) -> None:
    victim = made / "data/private/pseudonyms.bin"
    content = victim.read_bytes()
    if damage == "add":
        victim.with_name("more").write_bytes(b"x")
    elif damage == "remove":
        victim.unlink()
    else:
        victim.write_bytes(content[:-1] if damage == "cut" else b"X" + content[1:])
    told = run_whale("backup", "--verify", str(made))
    assert (told.exit_code, told.stdout) == (1, "")
    assert "data/private/" in told.stderr
    before = paths.raw_file.read_bytes()
    assert run_whale("restore", str(made), "--force", "--company", str(acme)).exit_code == 1
    assert paths.raw_file.read_bytes() == before


def test_a_whole_backup_is_told_as_such(run_whale: Whale, made: Path) -> None:
    result = run_whale("backup", "--verify", str(made))
    assert result.exit_code == 0
    assert result.stdout.startswith("whole: 6 files of acme, made ")


def test_a_backup_that_fails_leaves_nothing_and_the_older_ones(
    run_whale: Whale, acme: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    real = shutil.copyfile

    def damaging(source: Path, target: Path) -> None:
        real(source, target)
        if target.name == "company.yml":
            target.write_bytes(target.read_bytes()[:-1] + b"X")

    for copy, told in ((full, "No space left"), (damaging, "company.yml isn't what was to be copied")):
        monkeypatch.setattr(shutil, "copyfile", copy)
        result = run_whale("backup", str(made.parent), "--keep", "1", "--company", str(acme))
        assert (result.exit_code, told in result.stderr) == (1, True)
    assert list(made.parent.iterdir()) == [made]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_while_a_run_is_writing_both_are_refused(
    run_whale: Whale, acme: Path, made: Path, paths: DataPaths, command: str
) -> None:
    with RefreshLock(paths, "other"):
        result = run_whale(command, str(made), "--company", str(acme))
    assert (result.exit_code, result.stderr.startswith("Locked: another run")) == (4, True)


def test_a_backup_into_the_data_themselves_is_refused(run_whale: Whale, acme: Path, paths: DataPaths) -> None:
    result = run_whale("backup", str(paths.root / "safe"), "--company", str(acme))
    assert (result.exit_code, (paths.root / "safe").exists()) == (1, False)


def test_an_erasure_under_way_is_finished_before_a_backup(
    run_whale: Whale, acme: Path, paths: DataPaths, tmp_path: Path
) -> None:
    paths.erasure_plan.write_text("{}")
    result = run_whale("backup", str(tmp_path / "safe"), "--company", str(acme))
    assert (result.exit_code, "an erasure of acme isn't finished" in result.stderr) == (1, True)
    assert not (tmp_path / "safe").exists()


def test_a_restore_brings_all_back_and_spares_live_data(
    run_whale: Whale, acme: Path, made: Path, paths: DataPaths
) -> None:
    write_raw(acme, paths, [a_load(2, file_path="later.csv")])
    (paths.root / "later.bin").write_text("later")
    refused = run_whale("restore", str(made), "--company", str(acme))
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert orders(paths.raw_file) == [("O1",), ("O2",)]

    forced = run_whale("restore", str(made), "--force", "--company", str(acme))
    assert forced.exit_code == 0, forced.stderr
    assert "content hash c0ffee" in forced.stdout
    assert orders(paths.raw_file) == [("O1",)]
    (aside,) = paths.backups.glob("before_restore_*")
    assert str(aside) in forced.stdout
    assert orders(aside / "raw.duckdb") == [("O1",), ("O2",)]
    assert (aside / "later.bin").read_text() == "later"
    assert (paths.root / "private/pseudonyms.bin").read_bytes() == b"private/pseudonyms.bin"
    assert paths.fixed_file.is_file()


def test_changed_settings_are_told_and_left_alone(run_whale: Whale, acme: Path, made: Path) -> None:
    (acme / "company.yml").write_text((acme / "company.yml").read_text() + "\n# later\n")
    result = run_whale("restore", str(made), "--force", "--company", str(acme))
    assert "differs    company.yml:" in result.stdout
    assert (acme / "company.yml").read_text().endswith("# later\n")


def test_a_company_of_which_nothing_is_left_comes_back_under_a_new_name(
    run_whale: Whale, acme: Path, made: Path, paths: DataPaths, tmp_path: Path
) -> None:
    shutil.rmtree(acme)
    shutil.rmtree(paths.root)
    target = tmp_path / "rescued"
    result = run_whale("restore", str(made), "--into", str(target))
    assert result.exit_code == 0, result.stderr
    assert (target / "models/staging/erp/notes.md").read_text() == "ours"
    rescued = DataPaths.of(load_company(target))
    assert orders(rescued.raw_file) == [("O1",)]
    assert history_file(rescued).is_file()
    again = run_whale("restore", str(made), "--into", str(target))
    assert (again.exit_code, "has data already" in again.stderr) == (1, True)


def test_another_companys_backup_is_refused(run_whale: Whale, made: Path, new_company: NewCompany) -> None:
    result = run_whale("restore", str(made), "--company", str(new_company(name="globex")))
    assert (result.exit_code, "a backup of acme, not of globex" in result.stderr) == (1, True)


def test_a_backup_of_a_newer_version_is_refused(run_whale: Whale, acme: Path, paths: DataPaths, tmp_path: Path) -> None:
    made = back_up(run_whale, acme, tmp_path / "safe")
    with duckdb.connect(str(made / "data/raw.duckdb")) as con:
        con.execute("update load_ledger.schema_version set version = 99")
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["files"] = [described(made, made / entry["path"]) for entry in manifest["files"]]
    (made / "manifest.json").write_text(json.dumps(manifest))
    before = paths.raw_file.read_bytes()
    result = run_whale("restore", str(made), "--force", "--company", str(acme))
    assert (result.exit_code, paths.raw_file.read_bytes()) == (2, before)
