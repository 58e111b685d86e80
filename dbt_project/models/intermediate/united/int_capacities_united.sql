{{ unite('capacities') }}
