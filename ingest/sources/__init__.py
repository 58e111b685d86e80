"""ingest.sources: bringing rows and files of systems with a connection into files of our own, which then land as any.

Belongs here: asking databases and stores of objects. Doesn't belong here: reading, parsing or judging what was
fetched: that is the landing's, so that every source has the same contracts, ledger and quarantine.
"""
