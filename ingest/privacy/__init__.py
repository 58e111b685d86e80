"""What keeps persons out: pseudonyms of keys, the register of erasures, and taking a person out of rows.

Belongs here: what knows raw rows and contracts. Doesn't belong here: published versions (serving), logs and the order
of an erasure's steps (orchestration).
"""
