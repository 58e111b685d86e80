{{ unite('shipments') }}
