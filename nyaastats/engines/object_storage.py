"""Object storage as an engine reads it: where it is and with whose keys, and what to do when it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nyaastats.errors import ArchiveError

_ENDPOINT = re.compile(r"https?://(?P<host>[\w.:\[\]-]+)/?")
_DEFAULT_REGION = "us-east-1"
"""That of Amazon's own tools; other providers take any."""


def read_storage_keys(environment: Mapping[str, str]) -> dict[str, str | bool]:
    """The parameters of DuckDB's secret, from the variables of Amazon's own tools; those that are not set are left out.

    Without a key requests are not signed, which a public bucket answers. Raises ArchiveError for an endpoint that is no
    address.
    """
    text = environment.get("AWS_ENDPOINT_URL", "")
    endpoint = _ENDPOINT.fullmatch(text)
    if text and not endpoint:  # not shown: somebody may have written a password into it
        raise ArchiveError("AWS_ENDPOINT_URL is no address of a server: write it as https://host:port")
    parameters: dict[str, str | bool] = {
        "KEY_ID": environment.get("AWS_ACCESS_KEY_ID", ""),
        "SECRET": environment.get("AWS_SECRET_ACCESS_KEY", ""),
        "SESSION_TOKEN": environment.get("AWS_SESSION_TOKEN", ""),
        "REGION": environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or _DEFAULT_REGION,
        "ENDPOINT": endpoint["host"] if endpoint else "",
        "USE_SSL": not text.startswith("http:"),
        # A server of one's own has the bucket in the path; Amazon's has it in the host's name.
        "URL_STYLE": "path" if endpoint else "vhost",
    }
    return {name: value for name, value in parameters.items() if value != ""}


def build_secret(names: Iterable[str]) -> str:
    """The statement; its values are given beside it, because errors may show its text."""
    return f"CREATE TEMPORARY SECRET storage (TYPE s3, {', '.join(f'{name} ${name}' for name in names)})"


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
