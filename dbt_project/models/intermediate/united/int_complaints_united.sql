{{ unite('complaints') }}
