{{ unite('projects') }}
