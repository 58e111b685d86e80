"""The restore drill: all data of a company are lost, and the backup and a refresh bring back the same content."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from serving.files import remove_folder
from serving.versions import list_versions
from tests.integration.road import Road

pytestmark = [pytest.mark.xdist_group("trade"), pytest.mark.timeout(600)]
LOADS = "select load_id, file_path, file_sha256, status, record_count, landed_at from load_ledger.loads order by all"


def ledger(road: Road) -> list[tuple[object, ...]]:
    with duckdb.connect(str(road.paths.raw_file), read_only=True) as con:
        return con.execute(LOADS).fetchall()


def lose(road: Road) -> None:
    """All that is below the company's data, published versions among it."""
    for version in list_versions(road.paths):
        remove_folder(version.folder)
    for each in road.paths.root.iterdir():
        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()


def test_after_a_loss_backup_and_refresh_give_the_same_content_and_land_nothing_twice(
    trading: Road, tmp_path: Path
) -> None:
    content, loads = trading.manifest()["content_hash"], ledger(trading)
    saved = shutil.copytree(trading.paths.root, tmp_path / "saved", symlinks=True)
    made = trading.whale("backup", str(tmp_path / "safe"))
    assert made.exit_code == 0, made.stderr
    (backup,) = (tmp_path / "safe").iterdir()
    try:
        lose(trading)
        restored = trading.whale("restore", str(backup))
        assert restored.exit_code == 0, restored.stderr
        assert content in restored.stdout
        assert trading.whale("refresh").exit_code == 0
        assert trading.manifest()["content_hash"] == content
        assert ledger(trading) == loads
    finally:
        lose(trading)
        shutil.copytree(saved, trading.paths.root, symlinks=True, dirs_exist_ok=True)
        for folder in (tmp_path / "saved" / "published" / "versions").iterdir():
            folder.chmod(0o755)
