{{ unite('leads') }}
