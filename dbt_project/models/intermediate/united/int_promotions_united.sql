{{ unite('promotions') }}
