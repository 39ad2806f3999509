"""Object storage as an engine reads it: where it is and with whose keys, and what to do when it refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nyaastats.errors import ArchiveError

_ENDPOINT = re.compile(r"https?://(?P<host>[\w.:\[\]-]+)/?")
_DEFAULT_REGION = "us-east-1"
"""That of Amazon's own tools; other providers take any."""


@dataclass(frozen=True, slots=True)
class StorageAccess:
    """The server of `s3://` and the keys that requests are signed with."""

    key: str
    """Empty: requests are not signed, which a public bucket answers."""
    secret: str = field(repr=False)
    session_token: str = field(repr=False)
    region: str
    endpoint: str
    """`host:port`; empty: Amazon's, by the region."""
    is_encrypted: bool


def read_storage_access(environment: Mapping[str, str]) -> StorageAccess:
    """What the variables of Amazon's own tools say; raise ArchiveError for an endpoint that is no address."""
    text = environment.get("AWS_ENDPOINT_URL", "")
    endpoint = _ENDPOINT.fullmatch(text)
    if text and not endpoint:  # not shown: somebody may have written a password into it
        raise ArchiveError("AWS_ENDPOINT_URL is no address of a server: write it as https://host:port")
    return StorageAccess(
        environment.get("AWS_ACCESS_KEY_ID", ""),
        environment.get("AWS_SECRET_ACCESS_KEY", ""),
        environment.get("AWS_SESSION_TOKEN", ""),
        environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or _DEFAULT_REGION,
        endpoint["host"] if endpoint else "",
        not text.startswith("http:"),
    )


def build_secret(access: StorageAccess) -> tuple[str, list[str | bool]]:
    """DuckDB's statement and its parameters: no value is part of the text, which errors may show."""
    # A server of one's own has the bucket in the path; Amazon's has it in the host's name.
    style = "path" if access.endpoint else "vhost"
    statement = (
        "CREATE TEMPORARY SECRET storage (TYPE s3, KEY_ID $1, SECRET $2, SESSION_TOKEN $3, REGION $4, USE_SSL $5, "
        "URL_STYLE $6"
    )
    values: list[str | bool] = [access.key, access.secret, access.session_token, access.region]
    values += [access.is_encrypted, style]
    if not access.endpoint:
        return f"{statement})", values
    return f"{statement}, ENDPOINT $7)", [*values, access.endpoint]


def advise(status: int | None) -> str:
    """What to do about an HTTP status; None: there was no answer, or not what was expected."""
    return _ADVICE.get(status or 0, "check the address, AWS_ENDPOINT_URL and the network, then copy the archive again")


_KEYS = (
    "name a key that may read and list it in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN), and its "
    "region in AWS_REGION"
)
_REGION = "name the bucket's region in AWS_REGION"
_ADVICE = {
    301: _REGION,
    400: _REGION,
    401: _KEYS,
    403: _KEYS,
    404: "check the address, and copy the whole archive there, its manifest last",
}
