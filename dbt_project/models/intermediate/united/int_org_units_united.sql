{{ unite('org_units') }}
