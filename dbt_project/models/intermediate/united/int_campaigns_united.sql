{{ unite('campaigns') }}
