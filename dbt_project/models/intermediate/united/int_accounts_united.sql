{{ unite('accounts') }}
