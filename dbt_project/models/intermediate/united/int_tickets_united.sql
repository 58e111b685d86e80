{{ unite('tickets') }}
