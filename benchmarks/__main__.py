"""`python -m benchmarks [refresh | landing] [--help]`: measure and write bench/report.md or bench/landing.md."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from settings.paths import PROJECT_ROOT

_BENCH = PROJECT_ROOT / "bench"
_SMALL_FILES, _LINES_OF_SMALL_FILES = 1_000, 100_000
_LARGE = 50_000_000


def main() -> None:
    """Measure in folders of its own and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How long it takes, and where.")
    kinds = parser.add_subparsers(dest="kind")
    refresh = kinds.add_parser("refresh", help="the refresh of the demo company by phase (when nothing is said)")
    landing = kinds.add_parser("landing", help="order lines from CSV, against bare DuckDB and dlt")
    for each in (parser, refresh):
        each.add_argument("--scales", type=float, nargs="+", default=[1, 10, 40], help="sizes of the demo company")
        each.add_argument("--runs", type=int, default=3, help="runs of dbt and of the bare SQL a scale")
    landing.add_argument("--lines", type=int, nargs="+", default=[500_000, 5_000_000], help="order lines")
    landing.add_argument("--runs", type=int, default=3, help="runs of each way a size")
    landing.add_argument("--large", action="store_true", help=f"{_LARGE:,} lines as well: 6 GB of files, half an hour")
    landing.add_argument("--no-dlt", action="store_true", help="without dlt, whose packages are fetched")
    landing.add_argument("--no-small-files", action="store_true", help=f"without {_SMALL_FILES:,} small files")
    wanted = parser.parse_args()
    page = _landing(wanted) if wanted.kind == "landing" else _refresh(wanted)
    print(page.read_text(encoding="utf-8"))


def _refresh(wanted: argparse.Namespace) -> Path:
    from benchmarks.measure import measure
    from benchmarks.report import write_report

    measurements = []
    for scale in wanted.scales:
        print(f"scale {scale:g} …", flush=True)
        with tempfile.TemporaryDirectory(prefix="whale-bench-") as folder:
            measurements.append(measure(scale, wanted.runs, Path(folder)))
    return write_report(measurements, _BENCH)


def _landing(wanted: argparse.Namespace) -> Path:
    from benchmarks.landing import dlt_environment, measure_landing
    from benchmarks.landing_report import write_landing_report

    sizes = [(lines, 1) for lines in [*wanted.lines, *([_LARGE] if wanted.large else [])]]
    sizes += [] if wanted.no_small_files else [(_LINES_OF_SMALL_FILES, _SMALL_FILES)]
    measurements = []
    with tempfile.TemporaryDirectory(prefix="whale-bench-") as place:
        python = None if wanted.no_dlt else dlt_environment(Path(place) / "dlt")
        for lines, files in sizes:
            print(f"{lines:,} lines in {files:,} files …", flush=True)
            with tempfile.TemporaryDirectory(prefix="lines-", dir=place) as folder:
                measurements.append(measure_landing(lines, files, wanted.runs, Path(folder), python))
    return write_landing_report(measurements, _BENCH)


if __name__ == "__main__":
    main()
