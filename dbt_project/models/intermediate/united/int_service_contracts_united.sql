{{ unite('service_contracts') }}
