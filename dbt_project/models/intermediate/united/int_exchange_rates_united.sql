{{ unite('exchange_rates') }}
