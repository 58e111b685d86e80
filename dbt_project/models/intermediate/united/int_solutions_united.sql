{{ unite('solutions') }}
