{{ unite('service_parts') }}
