{{ unite('notes') }}
