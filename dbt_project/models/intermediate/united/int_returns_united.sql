{{ unite('returns') }}
