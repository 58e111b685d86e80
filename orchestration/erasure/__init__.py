"""Erasing a person from everything that a company's data folder holds.

Belongs here: the order of the steps, and traces outside our own databases (logs, Dagster's store, builds). Doesn't
belong here: raw rows and the register (ingest), published versions (serving).
"""
