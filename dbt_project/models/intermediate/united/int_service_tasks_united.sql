{{ unite('service_tasks') }}
