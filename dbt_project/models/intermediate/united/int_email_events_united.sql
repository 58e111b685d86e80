{{ unite('email_events') }}
