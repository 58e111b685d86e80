"""Gate 1: decides whether landed rows may be built upon.

Belongs here: the suites of every raw table (hand-written ones as JSON in a folder a system; what a contract says is
turned into expectations at run time, so that nothing stands twice), running them with Great Expectations, and
accepting or holding the loads.
Doesn't belong here: reading files and parsing values (ingest), tests of what dbt builds, and anything that knows dbt
or Dagster.
"""
