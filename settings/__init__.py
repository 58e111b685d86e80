"""settings/: what a company told us, as typed models, and where its data lies on disk.

Belongs here: company.yml, its validation, choosing a company, the paths of a company's data, the errors that every
room raises. Doesn't belong here: the content of exports (ingest), SQL (dbt_project), the order of work (orchestration).
Imports no other room.
"""
