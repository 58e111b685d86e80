{{ unite('ledger_entries') }}
