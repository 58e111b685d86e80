"""Dagster takes dagster.yaml as it stands, and keeps what it stores in the company's folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from dagster import DagsterInstance, DagsterInvalidConfigError

from tests.structure.house import ROOT


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DagsterInstance]:
    monkeypatch.setenv("WHALE_DAGSTER_STORAGE", str(tmp_path))
    with DagsterInstance.from_config(str(ROOT)) as made:
        yield made


def test_one_run_at_a_time_holds_the_only_slot(instance: DagsterInstance) -> None:
    concurrency = instance.get_concurrency_config()
    assert concurrency.run_queue_config is not None
    assert concurrency.run_queue_config.max_concurrent_runs == 1
    assert concurrency.pool_config.default_pool_limit == 1
    assert concurrency.pool_config.pool_granularity is not None
    assert concurrency.pool_config.pool_granularity.value == "run"


def test_a_dead_run_gives_its_slot_back_within_two_minutes(instance: DagsterInstance) -> None:
    assert instance.run_monitoring_enabled
    seconds = instance.run_monitoring_settings["free_slots_after_run_end_seconds"]
    assert seconds + instance.run_monitoring_poll_interval_seconds <= 120


def test_nothing_is_sent_to_anyone(instance: DagsterInstance) -> None:
    assert not instance.telemetry_enabled
    assert not instance.nux_enabled


def test_freshness_is_watched(instance: DagsterInstance) -> None:
    assert instance.freshness_enabled


def test_everything_is_stored_in_the_companys_folder(instance: DagsterInstance, tmp_path: Path) -> None:
    before = set(ROOT.iterdir())
    assert instance.get_runs_count() == 0
    assert instance.all_instigator_state() == []
    assert Path(instance.root_directory) == tmp_path
    assert Path(instance.storage_directory()).is_relative_to(tmp_path)
    assert type(instance.compute_log_manager).__name__ == "NoOpComputeLogManager"
    assert any(tmp_path.rglob("*.db"))
    assert set(ROOT.iterdir()) == before


def test_a_setting_that_dagster_does_not_know_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHALE_DAGSTER_STORAGE", str(tmp_path))
    settings = yaml.safe_load((ROOT / "dagster.yaml").read_text(encoding="utf-8"))
    settings["run_monitoring"]["free_slots"] = 60
    (tmp_path / "dagster.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    with pytest.raises(DagsterInvalidConfigError, match="free_slots"):
        DagsterInstance.from_config(str(tmp_path))
