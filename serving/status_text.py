"""The status as a person reads it on a screen.

Belongs here: words and order. Doesn't belong here: gathering or judging (status.py).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from serving.status import StatusReport

_SHOWN_LOADS = 5
_SHOWN_UNLOCKS = 3
_SHOWN_DRIFT = 3


def render(report: StatusReport) -> str:
    """The report as plain text, the verdict first."""
    return "\n".join([_verdict(report), *_facts(report), *_troubles(report), *_held(report), *_missing(report)])


def _verdict(report: StatusReport) -> str:
    if report.is_stale:
        return f"{report.company}: STALE - {report.stale_because}"
    return f"{report.company}: " + ("healthy" if report.is_healthy else "published, but needs a look")


def _facts(report: StatusReport) -> Iterator[str]:
    if report.published:
        manifest = report.published.manifest
        yield _line(
            "published",
            f"{report.published.published_at:%Y-%m-%d %H:%M} UTC, {report.published.age_hours:.1f} hours ago",
        )
        yield _line(
            "version", f"{report.published.stamp} (of {len(report.kept)} kept), run {manifest.get('run_id', 'unknown')}"
        )
        yield _line("as of", str(manifest.get("as_of_date") or "unknown"))
        counts = manifest.get("row_counts", {})
        yield _line("tables", f"{len(counts)} with {sum(counts.values()):,} rows")
    if report.landing:
        loaded, refused = report.landing.get("loaded_count", 0), report.landing.get("quarantined_count", 0)
        yield _line("last landing", f"{loaded:,} rows landed, {refused:,} quarantined")
    if strays := report.landing.get("unclaimed"):
        count = f"{len(strays)} file{'' if len(strays) == 1 else 's'}"
        yield _line("unclaimed", f"{count} that no contract claims, such as {strays[0]}; see `whale check`")
    if report.running:
        yield _line(
            "running", f"process {report.running.pid}, step {report.running.step}, since {report.running.started_at}"
        )
    if report.entities:
        held = f"{len(report.entities.held)} held, " if report.entities.held else ""
        counts = f"{len(report.entities.provided)} provided, {held}{len(report.entities.missing)} missing"
        yield _line("entities", counts)


def _troubles(report: StatusReport) -> Iterator[str]:
    if report.waiting is None:
        yield _line("loads", "not known while raw.duckdb is being written or can't be read")
    for load in (report.waiting or [])[:_SHOWN_LOADS]:
        place = f"{load.system}.{load.table_name} from {load.file_path}"
        yield _line(f"{load.status} load", f"{load.load_id}: {place}" + (f": {load.reason}" if load.reason else ""))
    if len(report.waiting or []) > _SHOWN_LOADS:
        yield _line("", f"and {len(report.waiting or []) - _SHOWN_LOADS} more")
    yield from _drift(report)
    for figure in (report.unusual or [])[:_SHOWN_LOADS]:
        yield _line("unusual", str(figure))
    if len(report.unusual or []) > _SHOWN_LOADS:
        yield _line("", f"and {len(report.unusual or []) - _SHOWN_LOADS} more")
    if report.died:
        yield _line(
            "killed run", f"process {report.died.pid} died at step {report.died.step}; the next refresh heals it"
        )
    if report.last_failure:
        yield _line("last failure", str(report.last_failure.get("error") or report.last_failure))


def _held(report: StatusReport) -> Iterator[str]:
    for name, loads in (report.entities.held if report.entities else {}).items():
        numbers = ", ".join(str(load) for load in loads[:_SHOWN_LOADS])
        more = f" and {len(loads) - _SHOWN_LOADS} more" if len(loads) > _SHOWN_LOADS else ""
        way = f"correct the file and refresh, or `whale accept {loads[0]}`"
        yield _line("held", f"{name}: load{'s' if len(loads) > 1 else ''} {numbers}{more}; {way}")


def _drift(report: StatusReport) -> Iterator[str]:
    for each in report.drifted[:_SHOWN_DRIFT]:
        what = f"{each.column_name} {each.kind}" if each.column_name else f"columns {each.kind}"
        label = "drift (warn)" if each.policy == "warn" else "drift"
        place = f"{each.system}.{each.table_name} from {each.file_path} (load {each.load_id})"
        yield _line(label, f"{place}: {what}: {each.detail}")
    if len(report.drifted) > _SHOWN_DRIFT:
        yield _line("", f"and {len(report.drifted) - _SHOWN_DRIFT} more in load_ledger.drift")


def _missing(report: StatusReport) -> Iterator[str]:
    missing = report.entities.missing if report.entities else {}
    known = {name: unlocks for name, unlocks in missing.items() if unlocks}
    for name, unlocks in known.items():
        more = f" and {len(unlocks) - _SHOWN_UNLOCKS} more" if len(unlocks) > _SHOWN_UNLOCKS else ""
        yield _line("would unlock", f"{name}: {', '.join(unlocks[:_SHOWN_UNLOCKS])}{more}")
    unknown = [name for name in missing if name not in known]
    if unknown:
        yield _line("missing", ", ".join(unknown))


def _line(label: str, text: str) -> str:
    return textwrap.fill(text, 100, initial_indent=f"  {label:<13} ", subsequent_indent=" " * 16)
