{{ unite('service_orders') }}
