{{ unite('employees') }}
