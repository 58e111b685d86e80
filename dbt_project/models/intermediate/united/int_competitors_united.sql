{{ unite('competitors') }}
