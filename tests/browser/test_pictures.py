"""Pictures of the pages, for a person to look at: build/pictures/*.png."""

from __future__ import annotations

import zlib
from itertools import product
from typing import Literal

import pytest

from testkit.browser.pages import KINDS, PICTURES
from testkit.browser.reader import Reader
from testkit.chromium import DESKTOP, PHONE

PHONE_AND_DESKTOP = {360: PHONE, 1280: DESKTOP}
NAMES = ("front", "week", "season", "show")
VIEWS = list(product(NAMES, PHONE_AND_DESKTOP, ("light", "dark")))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(map(str, view)))
def test_a_picture_is_taken(reader: Reader, server: str, view: tuple[str, int, Literal["light", "dark"]]) -> None:
    name, width, scheme = view
    page = reader.open(server + KINDS[name], color_scheme=scheme, **PHONE_AND_DESKTOP[width])
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
    assert lines(picture) > 100


def lines(picture: bytes) -> int:
    """How many different lines of pixels a PNG has, as it is filtered."""
    width, body, at = int.from_bytes(picture[16:20]), b"", 8
    while at < len(picture):
        size = int.from_bytes(picture[at : at + 4])
        body += picture[at + 8 : at + 8 + size] if picture[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    pixels = zlib.decompress(body)
    long = 1 + width * {2: 3, 6: 4}[picture[25]]
    return len({pixels[start : start + long] for start in range(0, len(pixels), long)})
