{{ unite('working_days') }}
