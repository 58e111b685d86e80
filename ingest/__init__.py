"""ingest/: from the files of an export to typed raw rows, every record loaded or quarantined.

Belongs here: contracts, finding and reading files, the typed parse, quarantine, the load ledger, the raw store.
Doesn't belong here: judging whether good-looking data are believable (expectations), any model (dbt_project), or when
to run (orchestration). Knows neither Dagster nor dbt; imports only settings.
"""
