{{ unite('price_lists') }}
