{{ unite('goals') }}
