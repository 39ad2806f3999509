"""The pauses that AniList's headers ask for."""

from __future__ import annotations

import pytest

from nyaastats.collect.anilist.endpoint import MAX_PAUSE_SECONDS, WINDOW_SECONDS, AniListEndpoint, pause_seconds

DATE = "Wed, 08 Oct 2025 12:00:00 GMT"
NOON = 1_759_924_800


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (200, {}, 0),
        (200, {"X-RateLimit-Remaining": "1"}, 0),
        (200, {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": str(NOON + 20), "Date": DATE}, 0),
        (200, {"X-RateLimit-Remaining": "0"}, WINDOW_SECONDS),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOON + 20), "Date": DATE}, 20),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOON + 20)}, WINDOW_SECONDS),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOON + 20), "Date": "today"}, WINDOW_SECONDS),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOON - 20), "Date": DATE}, 1),
        (429, {}, WINDOW_SECONDS),
        (429, {"Retry-After": "17"}, 17),
        (429, {"Retry-After": "17", "X-RateLimit-Reset": str(NOON + 20), "Date": DATE}, 17),
        (429, {"X-RateLimit-Reset": str(NOON + 20), "Date": DATE}, 20),
        (429, {"Retry-After": "0"}, 1),
        (429, {"Retry-After": "86400"}, MAX_PAUSE_SECONDS),
        (429, {"Retry-After": "-5"}, WINDOW_SECONDS),
        (429, {"Retry-After": "soon"}, WINDOW_SECONDS),
        (429, {"Retry-After": "²"}, WINDOW_SECONDS),
        (429, {"Retry-After": "Wed, 08 Oct 2025 12:00:30 GMT"}, WINDOW_SECONDS),
        (503, {"Retry-After": "5"}, 5),
        (500, {}, 0),
    ],
)
def test_the_pause_is_what_the_headers_say_within_reason(status: int, headers: dict[str, str], seconds: int) -> None:
    assert pause_seconds(status, headers) == seconds


def test_we_say_who_we_are() -> None:
    headers = AniListEndpoint(project_url="https://example.org/fork").headers
    assert headers["Referer"] == "https://example.org/fork"
    assert headers["User-Agent"].startswith("nyaastats/")
