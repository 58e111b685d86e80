{{ unite('payments') }}
