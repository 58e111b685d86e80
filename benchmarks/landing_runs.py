"""`python -m benchmarks.landing_runs WHAT COMPANY TARGET`: one run of one way to load, in a process of its own.

Belongs here: the ways to load that need no other environment than ours; each prints its figures as JSON. Doesn't
belong here: how often they run and what is made of it (landing.py).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.order_lines import TYPES
from ingest.contracts import load_contracts
from ingest.landing import land
from ingest.store import RawStore
from settings.company import Company
from settings.load import load_company


def bare(company: Company, target: Path) -> None:
    """The least that DuckDB needs: the same files with the same types into a table of a file."""
    limits = company.resources
    columns = ", ".join(f"'{name}': '{data_type}'" for name, data_type in TYPES.items())
    files = company.folder / "exports" / "order_lines_*.csv"
    with duckdb.connect(str(target)) as con:
        con.execute(f"set memory_limit = '{limits.memory_limit}'; set threads = {limits.threads}")
        con.execute(
            f"create table order_lines as select * from read_csv('{files}', header = true, columns = {{{columns}}})"
        )


def landed(company: Company, target: Path) -> None:
    """Landing: every record in pending or quarantine, every file in the load ledger."""
    own = [contract for contract in load_contracts(company) if contract.system == "shop"]
    with RawStore(target) as store:
        report = land(company, own, store, "bench")
        if report.problems or report.quarantined_count:
            raise RuntimeError(f"the landing isn't clean: {report.problems} {report.quarantined_count}")


def accepted(company: Company, target: Path) -> None:
    """Landing and acceptance into raw."""
    landed(company, target)
    with RawStore(target) as store:
        limits = company.resources
        store.con.execute(f"set memory_limit = '{limits.memory_limit}'; set threads = {limits.threads}")
        store.accept([load.load_id for load in store.loads("pending")])


WAYS: dict[str, Callable[[Company, Path], None]] = {"bare": bare, "landed": landed, "accepted": accepted}


def main() -> None:
    """Run one way once and print seconds, CPU seconds and peak memory."""
    way, folder, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    os.environ["WHALE_SETTLE_SECONDS"] = "0"
    company = load_company(folder)
    wall, cpu = time.monotonic(), time.process_time()
    WAYS[way](company, target)
    figures = {"seconds": time.monotonic() - wall, "cpu_seconds": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(figures | {"peak_memory_bytes": peak}))


if __name__ == "__main__":
    main()
