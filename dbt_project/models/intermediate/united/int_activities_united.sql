{{ unite('activities') }}
