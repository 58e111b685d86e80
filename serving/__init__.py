"""serving/: what happens after the build, up to the reader: publish, roll back, query, status.

Belongs here: the company's one-writer lock, fingerprints, the audit of a finished build, published versions, the
hardened SQL entry. Doesn't belong here: what the data mean (dbt_project), reading exports (ingest), the order of work
and screens (orchestration). Imports settings and ingest, and neither Dagster nor dbt.
"""
