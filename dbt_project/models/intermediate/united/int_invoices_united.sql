{{ unite('invoices') }}
