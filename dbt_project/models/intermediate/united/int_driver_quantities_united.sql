{{ unite('driver_quantities') }}
