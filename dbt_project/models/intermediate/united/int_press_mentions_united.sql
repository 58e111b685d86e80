{{ unite('press_mentions') }}
