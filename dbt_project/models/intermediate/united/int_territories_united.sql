{{ unite('territories') }}
