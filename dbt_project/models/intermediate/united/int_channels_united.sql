{{ unite('channels') }}
