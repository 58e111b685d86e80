{{ unite('correspondence') }}
