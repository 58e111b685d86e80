{{ unite('programme_quantities') }}
