{{ unite('cost_centres') }}
