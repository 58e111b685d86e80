{{ unite('customer_potentials') }}
