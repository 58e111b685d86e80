{{ unite('customers') }}
