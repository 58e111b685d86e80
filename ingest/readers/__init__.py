"""ingest.readers: one module a file format, each turning a file into a temp table of texts.

Belongs here: what differs between CSV, XLSX, Parquet and JSON lines. Doesn't belong here: what the texts mean
(ingest.parsing).
"""
