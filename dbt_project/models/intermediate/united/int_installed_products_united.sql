{{ unite('installed_products') }}
