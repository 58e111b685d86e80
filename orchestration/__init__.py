"""orchestration/: the order of work. Dagster's definitions, the one in-process dbt call, and the command line.

Belongs here: what calls what, and when. Doesn't belong here: how a file is read (ingest), what a number means
(dbt_project), what a reader gets (serving). The only room that imports Dagster or dbt, and only inside the commands
that need them.
"""
