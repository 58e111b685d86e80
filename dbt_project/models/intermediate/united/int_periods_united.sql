{{ unite('periods') }}
