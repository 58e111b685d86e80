"""`python load.py EXPORTS TARGET WORK`: the same files through Arrow and dlt into a DuckDB file; prints its figures.

Belongs here: what dlt needs; runs in the environment of requirements.lock, without anything of ours. Doesn't belong
here: making that environment (rivals.py).
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def batches(exports: Path) -> Iterator[Any]:
    """The rows of all files as Arrow tables of some megabytes, typed as the contract types them."""
    arrow, reader = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.csv")
    amount = arrow.decimal128(18, 4)
    types = {
        "ordered_date": arrow.date32(),
        "ordered_at": arrow.timestamp("us"),
        "quantity": amount,
        "net_amount": amount,
        "is_rush": arrow.bool_(),
    }
    options = reader.ConvertOptions(column_types=types)
    blocks = reader.ReadOptions(block_size=1 << 26)
    for file in sorted(exports.glob("order_lines_*.csv")):
        for batch in reader.open_csv(file, read_options=blocks, convert_options=options):
            yield arrow.Table.from_batches([batch])


def main() -> None:
    """Load once and print seconds, CPU seconds and peak memory of this process and its workers."""
    exports, target, work = (Path(each) for each in sys.argv[1:4])
    os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR", "DLT_DATA_DIR": str(work)}
    dlt: Any = importlib.import_module("dlt")
    wall, cpu = time.monotonic(), time.process_time()
    pipeline = dlt.pipeline(
        "bench", destination=dlt.destinations.duckdb(str(target)), dataset_name="raw_shop", pipelines_dir=str(work)
    )
    pipeline.run(dlt.resource(batches(exports), name="order_lines", write_disposition="append"))
    figures = {"seconds": time.monotonic() - wall, "cpu_seconds": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(figures | {"peak_memory_bytes": peak}))


if __name__ == "__main__":
    main()
