{{ unite('campaign_members') }}
