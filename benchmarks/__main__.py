"""`python -m benchmarks [--scales 1 10] [--runs 3]`: measure and write bench/report.md."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.measure import measure
from benchmarks.report import write_report
from settings.paths import PROJECT_ROOT


def main() -> None:
    """Measure each scale in a folder of its own and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How long a refresh takes, and where.")
    parser.add_argument("--scales", type=float, nargs="+", default=[1, 10, 40], help="sizes of the demo company")
    parser.add_argument("--runs", type=int, default=3, help="runs of dbt and of the bare SQL a scale")
    wanted = parser.parse_args()
    measurements = []
    for scale in wanted.scales:
        print(f"scale {scale:g} …", flush=True)
        with tempfile.TemporaryDirectory(prefix="whale-bench-") as folder:
            measurements.append(measure(scale, wanted.runs, Path(folder)))
    page = write_report(measurements, PROJECT_ROOT / "bench")
    print(page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
