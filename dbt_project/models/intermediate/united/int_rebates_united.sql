{{ unite('rebates') }}
