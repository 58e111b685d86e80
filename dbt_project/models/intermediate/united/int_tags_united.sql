{{ unite('tags') }}
