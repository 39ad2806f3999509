"""Which addresses go into pages, as patterns of a whole text: what reads them and what publishes them have one rule."""

from __future__ import annotations

HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
"""A poster's host is written into each page's policy, where a semicolon or a star would be a rule (W3C CSP Level 3,
2.3.1)."""

WEB_ADDRESS = rf"https://{HOST}/[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]*"
"""HTTPS alone, at such a host; the rest is what an address may hold unescaped (RFC 3986, 2), but for the quote that
ends a text in a page."""

LINK = r"https://[^\s\"'<>@\\/?#\x00-\x1f\x7f]+([/?#][^\s\"'<>\\\x00-\x1f\x7f]*)?"
"""An operator's link, which a reader follows and no policy holds: any host, also in letters of its own language, but no
user before it, which would make one site look like another; nothing that ends an attribute of HTML."""
