{{ unite('product_interests') }}
