{{ unite('opportunities') }}
