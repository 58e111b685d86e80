"""benchmarks/: how long a refresh takes and where, as ratios measured in one run. `make bench` runs it.

Belongs here: generating companies of growing size, timing, the report. Doesn't belong here: anything that judges (tests
do).
"""
