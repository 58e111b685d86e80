{{ unite('stages') }}
