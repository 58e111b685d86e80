"""Publishing, rolling back, and what a kill leaves."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import sys
from pathlib import Path

import duckdb
import pytest

from serving.history import history_file, read_history
from serving.publish import publish, sweep
from serving.rollback import rollback
from serving.versions import current_version, find_version, list_versions, new_stamp
from settings.errors import WhaleError
from settings.paths import DataPaths
from tests.unit.serving.builds import TABLES, make_candidate, publish_build, read_run_id


def test_a_published_version_is_whole_immutable_and_reached_by_the_fixed_path(paths: DataPaths) -> None:
    version = publish_build(paths, content_hash="abc")
    assert read_run_id(paths.fixed_file) == "run-1"
    assert str(paths.current.readlink()) == f"versions/{version.stamp}"
    assert str(paths.fixed_file.readlink()) == "current/whalecurve.duckdb"
    assert sorted(file.name for file in version.folder.iterdir()) == ["manifest.json", "whalecurve.duckdb"]
    assert stat.S_IMODE(version.folder.stat().st_mode) == 0o555
    assert {stat.S_IMODE(file.stat().st_mode) for file in version.folder.iterdir()} == {0o444}
    assert not paths.candidate_file.exists()


def test_the_manifest_tells_what_is_in_the_version(paths: DataPaths) -> None:
    version = publish_build(paths, content_hash="abc", row_counts=dict.fromkeys(TABLES, 3))
    manifest = version.manifest()
    assert manifest["row_counts"] == dict.fromkeys(TABLES, 3)
    assert manifest["stamp"] == version.stamp
    assert manifest["duckdb_version"] == duckdb.__version__
    assert manifest["database_bytes"] == version.database_file.stat().st_size
    assert (manifest["content_hash"], manifest["run_id"]) == ("abc", "run-1")


def test_a_file_that_lost_rows_is_not_published_and_stays_where_it_was(paths: DataPaths) -> None:
    before = publish_build(paths, "run-1")
    file = make_candidate(paths, "run-2")
    with pytest.raises(WhaleError, match=r"marts\.mart_turnover has 3 rows instead of 4"):
        publish(paths, file, {"row_counts": {**dict.fromkeys(TABLES, 3), "marts.mart_turnover": 4}}, keep=7)
    assert file.is_file()
    assert [version.stamp for version in list_versions(paths)] == [before.stamp]
    assert read_run_id(paths.fixed_file) == "run-1"


def test_a_file_with_a_write_ahead_log_is_refused(paths: DataPaths) -> None:
    file = make_candidate(paths)
    con = duckdb.connect(str(file))
    con.execute("set checkpoint_threshold = '1TB'")
    con.execute("insert into meta.runs values ('x', 'x', 1)")
    with pytest.raises(WhaleError, match=r"whalecurve\.duckdb\.wal holds rows"):
        publish(paths, file, {}, keep=7)
    con.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000])
def test_what_is_no_database_is_refused(paths: DataPaths, content: bytes) -> None:
    paths.build_dir.mkdir(parents=True)
    paths.candidate_file.write_bytes(content)
    with pytest.raises(WhaleError, match=r"whalecurve\.duckdb"):
        publish(paths, paths.candidate_file, {}, keep=7)
    assert paths.candidate_file.read_bytes() == content
    assert list_versions(paths) == []


def test_a_missing_file_and_a_senseless_keep_are_refused(paths: DataPaths) -> None:
    with pytest.raises(WhaleError, match="isn't there"):
        publish(paths, paths.candidate_file, {}, keep=7)
    with pytest.raises(ValueError, match="at least 1"):
        publish(paths, make_candidate(paths), {}, keep=0)


def test_a_folder_in_the_place_of_the_link_is_told(paths: DataPaths) -> None:
    (paths.current / "mine").mkdir(parents=True)
    with pytest.raises(WhaleError, match="must be a link of ours"):
        publish_build(paths)
    assert (paths.current / "mine").is_dir()


def test_only_the_newest_versions_stay(paths: DataPaths) -> None:
    stamps = [publish_build(paths, f"run-{number}", keep=3).stamp for number in range(5)]
    assert [version.stamp for version in list_versions(paths)] == stamps[-3:]
    assert sorted(entry.name for entry in paths.versions.iterdir()) == stamps[-3:]
    assert len(read_history(paths)) == 5


def test_stamps_rise_even_when_the_clock_goes_back(paths: DataPaths) -> None:
    first = publish_build(paths)
    ahead = first.folder.with_name("20991231T235959000000Z")
    first.folder.rename(ahead)
    assert new_stamp(paths) == "20991231T235959000001Z"


def test_rollback_goes_one_version_back_each_time_and_to_any_version(paths: DataPaths) -> None:
    stamps = [publish_build(paths, f"run-{number}").stamp for number in range(3)]
    assert rollback(paths).stamp == stamps[1]
    assert rollback(paths).stamp == stamps[0]
    assert read_run_id(paths.fixed_file) == "run-0"
    with pytest.raises(WhaleError, match="no version before"):
        rollback(paths)
    assert rollback(paths, stamps[2]).stamp == stamps[2]
    with pytest.raises(WhaleError, match="already the current"):
        rollback(paths, stamps[2])
    with pytest.raises(WhaleError, match=f"Kept: {', '.join(stamps)}"):
        rollback(paths, "20200101T000000000000Z")
    events = [(entry["event"], entry["version"], entry["previous"]) for entry in read_history(paths)]
    assert events[-3:] == [
        ("rollback", stamps[1], stamps[2]),
        ("rollback", stamps[0], stamps[1]),
        ("rollback", stamps[2], stamps[0]),
    ]


def test_rollback_of_nothing_says_what_to_do(paths: DataPaths) -> None:
    with pytest.raises(WhaleError, match="run `whale refresh`"):
        rollback(paths)


def test_rollback_refuses_a_version_that_lost_its_rows(paths: DataPaths) -> None:
    first = publish_build(paths, "run-0")
    publish_build(paths, "run-1")
    first.folder.chmod(0o755)
    manifest = first.folder / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(json.dumps({**first.manifest(), "row_counts": {"marts.mart_turnover": 9}}))
    with pytest.raises(WhaleError, match="no longer holds"):
        rollback(paths)
    assert read_run_id(paths.fixed_file) == "run-1"


def test_publishing_after_a_rollback_makes_the_new_version_current(paths: DataPaths) -> None:
    for number in range(3):
        publish_build(paths, f"run-{number}")
    rollback(paths)
    publish_build(paths, "run-3", keep=2)
    assert read_run_id(paths.fixed_file) == "run-3"
    assert rollback(paths).manifest()["run_id"] == "run-2"


def test_a_lost_link_is_told_and_mended_by_a_rollback_to_a_stamp(paths: DataPaths) -> None:
    stamp = publish_build(paths).stamp
    paths.current.unlink()
    assert current_version(paths) is None
    with pytest.raises(WhaleError, match="leads to no version"):
        find_version(paths)
    rollback(paths, stamp)
    assert read_run_id(paths.fixed_file) == "run-1"


def test_a_torn_line_of_the_history_is_passed_over(paths: DataPaths) -> None:
    publish_build(paths, "run-1")
    with history_file(paths).open("a") as stream:
        stream.write('{"event": "publ')
    publish_build(paths, "run-2")
    assert [entry["run_id"] for entry in read_history(paths)] == ["run-1", "run-2"]


# --- killed at every act on the file system --------------------------------------------------------------------------

ACTS = {"open", "os.rename", "os.symlink", "os.mkdir", "os.chmod", "os.remove", "os.rmdir", "os.scandir", "fcntl.flock"}


def _publish_and_die(paths: DataPaths, file: Path, act: int) -> bool:
    """Publish in a child that kills itself before its n-th act in our data; True when it was killed."""
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in ACTS and (event == "fcntl.flock" or str(paths.root) in str(arguments)):
                seen += 1
                if seen == act:
                    os.kill(os.getpid(), 9)

        sys.addaudithook(watch)
        try:
            publish(paths, file, {"run_id": "run-killed"}, keep=2)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_publish_killed_at_any_act_leaves_a_readable_version_and_the_next_one_sweeps(paths: DataPaths) -> None:
    for number in range(2):
        publish_build(paths, f"run-{number}")
    killed, after = (make_candidate(paths, run_id).read_bytes() for run_id in ("run-killed", "run-after"))
    act, was_killed, after_switch = 0, True, 0
    while was_killed:
        act += 1
        paths.candidate_file.write_bytes(killed)
        was_killed = _publish_and_die(paths, paths.candidate_file, act)
        current = current_version(paths)
        assert current is not None
        assert read_run_id(paths.fixed_file) == current.manifest()["run_id"]
        after_switch += read_run_id(paths.fixed_file) == "run-killed"
        paths.candidate_file.write_bytes(after)
        published = publish(paths, paths.candidate_file, {"run_id": "run-after"}, keep=2)
        assert read_run_id(paths.fixed_file) == "run-after"
        assert _nothing_is_left(paths)
        assert published.stamp in [version.stamp for version in list_versions(paths)]
    assert act >= 25
    assert after_switch >= 5
    noted = [entry["version"] for entry in read_history(paths)]
    assert len(noted) == len(set(noted))


def _nothing_is_left(paths: DataPaths) -> bool:
    """True when two whole versions are all there is."""
    versions = list_versions(paths)
    assert {entry.name for entry in paths.versions.iterdir()} == {version.stamp for version in versions}
    expected = {"versions", "current", "whalecurve.duckdb", "history.jsonl", ".switch.lock"}
    assert {entry.name for entry in paths.published.iterdir()} == expected
    return len(versions) == 2 and all(version.manifest()["row_counts"] for version in versions)


def _fail(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("place", ["move", "write_json", "sha256_of", "sync"])
def test_a_full_disk_loses_neither_the_build_nor_the_published_version(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    publish_build(paths, "run-1")
    file = make_candidate(paths, "run-2")
    with monkeypatch.context() as broken:
        broken.setattr(f"serving.publish.{place}", _fail)
        with pytest.raises(OSError, match="No space left"):
            publish(paths, file, {"run_id": "run-2"}, keep=7)
    assert read_run_id(paths.fixed_file) == "run-1"
    assert len(list_versions(paths)) == 1
    publish(paths, file, {"run_id": "run-2"}, keep=7)
    assert read_run_id(paths.fixed_file) == "run-2"


def test_a_build_on_another_file_system_is_copied(paths: DataPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def rename_within(source: Path, target: Path) -> Path:
        if source.parent == paths.build_dir:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", rename_within)
    publish_build(paths, "run-1")
    assert read_run_id(paths.fixed_file) == "run-1"
    assert not paths.candidate_file.exists()


def test_a_version_that_was_made_but_never_switched_to_is_no_version_to_go_back_to(paths: DataPaths) -> None:
    first = publish_build(paths, "run-0")
    orphan = first.folder.with_name(new_stamp(paths))
    first.folder.chmod(0o755)
    shutil.copytree(first.folder, orphan)
    sweep(paths)
    assert [version.stamp for version in list_versions(paths)] == [first.stamp]


def test_a_version_newer_than_the_current_one_survives_when_it_was_published(paths: DataPaths) -> None:
    publish_build(paths, "run-0")
    newer = publish_build(paths, "run-1")
    rollback(paths)
    sweep(paths)
    assert newer.stamp in [version.stamp for version in list_versions(paths)]
