"""demo/exports/: what each system writes of the demo company: queries with standard column names.

Belongs here: one module per part of a system. Doesn't belong here: the simulation (demo/), writing files (writers.py).
"""
