{{ unite('offers') }}
