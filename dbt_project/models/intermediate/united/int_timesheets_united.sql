{{ unite('timesheets') }}
