"""Why a file can't be taken in at all, as against a record that goes to quarantine.

Belongs here: the refusal. Doesn't belong here: faults of single records (parsing, quarantine).
"""

from __future__ import annotations


class FileRefused(Exception):
    """A file that can't be landed; its text says what is wrong and how to mend it, fit for the user."""
