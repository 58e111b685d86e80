{{ unite('competitor_observations') }}
