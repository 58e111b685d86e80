"""The whole road of a company inside a test: its folder, its data, the refresh, the command line.

Belongs here: what several tests of the road need to build and to look at. Doesn't belong here: expectations of a test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from orchestration.cli import whale
from orchestration.refresh_run import RefreshRun
from serving.files import remove_folder, sha256_of
from serving.history import history_file
from serving.query import run_query
from serving.versions import find_version, list_versions, point_current_at, switching
from settings.company import Company
from settings.load import load_company
from settings.paths import DataPaths


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """The process's environment with these values, and as it was before afterwards, whatever the road sets in it."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass(frozen=True)
class Road:
    """folder: the company's; data: the folder of all companies' data, as $WHALE_DATA."""

    folder: Path
    data: Path

    @property
    def company(self) -> Company:
        return load_company(self.folder)

    @property
    def paths(self) -> DataPaths:
        return DataPaths(self.data / self.folder.name)

    @property
    def variables(self) -> dict[str, str]:
        """What a process needs in its environment. Files that a test has just written count as settled."""
        return {"WHALE_DATA": str(self.data), "WHALE_SETTLE_SECONDS": "0"}

    @contextmanager
    def around(self) -> Iterator[None]:
        with environment(**self.variables):
            yield

    def refresh(self, *, is_forced: bool = False) -> RefreshRun:
        """The nightly job, in this process; raises what stopped it."""
        from orchestration.progress import Silent
        from orchestration.start import refresh_now

        with self.around():
            return refresh_now(self.company, self.paths, Silent(), is_forced=is_forced)

    def whale(self, command: str, *arguments: str) -> Result:
        """`whale COMMAND --company FOLDER …`, in this process."""
        line = [command, "--company", str(self.folder), *arguments]
        with self.around():
            return CliRunner().invoke(whale, line, prog_name="whale")

    def rows(self, sql: str, version: str | None = None) -> list[tuple[Any, ...]]:
        """What a reader of the published version gets."""
        return run_query(self.paths, sql, version).rows

    def value(self, sql: str) -> Any:
        """The one value of a query's one row."""
        ((value,),) = self.rows(sql)
        return value

    def published_sha256(self) -> str:
        """Of the bytes behind the link that readers are given."""
        return sha256_of(self.paths.fixed_file)

    def manifest(self) -> dict[str, Any]:
        return find_version(self.paths).manifest()

    def write(self, place: str, text: str | bytes) -> Path:
        """A file of the company's folder."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, place: str) -> str:
        return (self.folder / place).read_text(encoding="utf-8")


class Base:
    """A road in the state that every test of it starts from: what a test did is taken back at the very same place.

    dbt's parse and everything else that is slow to make stays valid so. Versions that a test published are removed.
    """

    def __init__(self, road: Road, store: Path) -> None:
        self.road, self.store = road, store
        self.stamp = find_version(road.paths).stamp
        shutil.copytree(road.folder, store / "folder", symlinks=True)
        for file in self._files():
            shutil.copy2(file, store / file.name)

    def restore(self) -> None:
        shutil.rmtree(self.road.folder)
        shutil.copytree(self.store / "folder", self.road.folder, symlinks=True)
        for version in list_versions(self.road.paths):
            if version.stamp > self.stamp:
                remove_folder(version.folder)
        with switching(self.road.paths):
            point_current_at(self.road.paths, self.stamp)
        for file in self._files():
            shutil.copy2(self.store / file.name, file)

    def _files(self) -> list[Path]:
        return [self.road.paths.raw_file, history_file(self.road.paths)]
