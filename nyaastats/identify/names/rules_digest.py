"""The digest of the rules: what was read by other rules is read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources


@cache
def compute_rules_digest() -> str:
    """SHA-256 over the sources of this package and of what a release is."""
    packages = ("nyaastats.identify.names", "nyaastats.domain")
    sources = (path for package in packages for path in resources.files(package).iterdir())
    digest = hashlib.sha256()
    for path in sorted((path for path in sources if path.name.endswith(".py")), key=lambda path: path.name):
        digest.update(path.read_bytes())
    return digest.hexdigest()
