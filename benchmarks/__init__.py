"""benchmarks/: how long a refresh and the landing take and where, as ratios measured in one run. `make bench` runs it.

Belongs here: generating companies of growing size, timing, rivals, the reports. Doesn't belong here: anything that
judges (tests do).
"""
