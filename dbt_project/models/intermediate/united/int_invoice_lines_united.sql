{{ unite('invoice_lines') }}
