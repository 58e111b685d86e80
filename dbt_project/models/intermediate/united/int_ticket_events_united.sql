{{ unite('ticket_events') }}
