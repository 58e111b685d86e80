"""When the refresh runs by itself: every night by the company's clock.

Belongs here: the schedule. Doesn't belong here: what it starts (jobs.py).
"""

from __future__ import annotations

import dagster as dg

from settings.company import Company


def nightly_schedule(company: Company, job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """The nightly refresh at `schedule.time` in the company's time zone; on as soon as the daemon runs."""
    return dg.ScheduleDefinition(
        name="nightly",
        job=job,
        cron_schedule=company.schedule.cron,
        execution_timezone=company.time_zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Every day at {company.schedule.time}, {company.time_zone}.",
    )
