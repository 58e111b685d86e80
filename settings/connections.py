"""Where a system's rows or files are fetched from when it doesn't lay exports into a folder.

Belongs here: the keys of `connection` in company.yml, and keeping secrets out of that file. Doesn't belong here:
fetching anything, or what of a database is fetched (ingest.sources).
"""

from __future__ import annotations

import os
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import model_validator

from settings.errors import WhaleError
from settings.fields import Section, Text, fault, setting

_SCHEMES = {"postgres": ("postgresql", "postgres"), "objects": ("s3", "gs", "abfs", "abfss", "file")}
_NAME = r"^[A-Z][A-Z0-9_]*$"


class Connection(Section):
    """A database or a store of objects. The address stands here, or in an environment variable when it is secret."""

    kind: Literal["postgres", "objects"] = setting("What is connected to", "postgres, objects")
    uri: Text | None = setting("Its address, without a password", "postgresql://… or s3://bucket/folder", None)
    uri_variable: str | None = setting(
        "The environment variable that holds the address", "a name such as CRM_URI", None, pattern=_NAME
    )

    @model_validator(mode="after")
    def _has_one_address(self) -> Connection:
        if (self.uri is None) == (self.uri_variable is None):
            raise fault("needs either uri or uri_variable")
        if self.uri is not None and _secret_in(self.uri):
            raise fault("has a password in its uri; put the address into an environment variable: uri_variable")
        if self.uri is not None and (message := _scheme_fault(self.kind, self.uri)):
            raise fault(message)
        return self

    @property
    def shown(self) -> str:
        """The address as it may be shown: without secrets, or by the name of its variable."""
        return without_secrets(self.uri) if self.uri is not None else f"${self.uri_variable}"

    def address(self) -> str:
        """The address with its secrets. WhaleError when the environment variable isn't set or holds another kind."""
        if self.uri is not None:
            return self.uri
        found = os.environ.get(self.uri_variable or "", "")
        if not found:
            raise WhaleError(f"the environment variable {self.uri_variable} is not set; put the address into it")
        if message := _scheme_fault(self.kind, found):
            raise WhaleError(f"the environment variable {self.uri_variable} {message}")
        return found


def without_secrets(uri: str) -> str:
    """An address as it may be shown: its password and its parameters are left out."""
    parts = urlsplit(uri)
    host = parts.netloc.rpartition("@")[2]
    user = parts.username
    return urlunsplit((parts.scheme, f"{user}@{host}" if user else host, parts.path, "", ""))


def _secret_in(uri: str) -> bool:
    parts = urlsplit(uri)
    return bool(parts.password) or any(word in parts.query.lower() for word in ("password=", "secret", "access_key"))


def _scheme_fault(kind: str, uri: str) -> str:
    scheme = urlsplit(uri).scheme
    if scheme in _SCHEMES[kind]:
        return ""
    return f"isn't an address of kind {kind}: it must start with {' or '.join(f'{each}://' for each in _SCHEMES[kind])}"
