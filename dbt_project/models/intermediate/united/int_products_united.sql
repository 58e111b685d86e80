{{ unite('products') }}
