{{ unite('surveys') }}
