{{ unite('sales_plans') }}
