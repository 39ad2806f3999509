"""Mutants of the collector: schedule, clocks, counts, requests to the tracker and to nyaa."""

from __future__ import annotations

from benchmarks.mutants.mutant import Mutant

_SCHEDULE = ("tests/collect/test_schedule.py",)
_POLICY = ("tests/collect/test_policy.py",)
_CLIENT = (
    "tests/collect/tracker/test_client.py",
    "tests/collect/test_retry.py",
    "tests/collect/test_rate_limit.py",
)
_REQUESTS = (
    "tests/collect/tracker/test_requests.py",
    "tests/collect/tracker/test_client.py",
)
_HTTP = ("tests/collect/test_http.py",)
_HTTP_SCRAPE = ("tests/collect/tracker/test_http_scrape.py",)
_UDP = ("tests/collect/tracker/test_udp_scrape.py",)
_FIELDS = (
    "tests/collect/nyaa/test_fields.py",
    "tests/collect/nyaa/test_feed.py",
    "tests/collect/nyaa/test_listing.py",
)
_LEDGER = (
    "tests/store/test_ledger.py",
    "tests/test_scrape.py",
)

COLLECT = (
    Mutant(
        "weeks of scraping begin on Sunday",
        "nyaastats/collect/schedule.py",
        "datetime(1970, 1, 5, tzinfo=UTC)",
        "datetime(1970, 1, 4, tzinfo=UTC)",
        _SCHEDULE,
    ),
    Mutant(
        "a torrent is scraped every hour for a day only",
        "nyaastats/collect/schedule.py",
        "Pace(max_age=timedelta(days=2), interval=timedelta(hours=1))",
        "Pace(max_age=timedelta(days=1), interval=timedelta(hours=1))",
        _SCHEDULE,
    ),
    Mutant(
        "a torrent that passed on to a slower pace is not made up for",
        "nyaastats/collect/schedule.py",
        "while boundary >= slower.last_boundary(now):",
        "while boundary > slower.last_boundary(now):",
        _SCHEDULE,
    ),
    Mutant(
        "a watch drifts with the time a run takes",
        "nyaastats/collect/schedule.py",
        "return now + RUN_INTERVAL - (now - started_at) % RUN_INTERVAL",
        "return now + RUN_INTERVAL",
        _SCHEDULE,
    ),
    Mutant(
        "zeros of a torrent that had counts are believed",
        "nyaastats/collect/policy.py",
        "if counts and counts.is_all_zero and due.ever_nonzero:",
        "if counts and counts.is_all_zero and not due.ever_nonzero:",
        _POLICY,
    ),
    Mutant(
        "a tracker without a memory buries torrents",
        "nyaastats/collect/policy.py",
        "zeros > max(MAX_ZEROS, scraped / 2)",
        "zeros > max(MAX_ZEROS, scraped)",
        _POLICY,
    ),
    Mutant(
        "a pause that a wrong clock stored holds for ever",
        "nyaastats/collect/policy.py",
        "return now < not_before <= now + MAX_PAUSE",
        "return now < not_before",
        _POLICY,
    ),
    Mutant(
        "a page may not be fetched at the very end of its pause",
        "nyaastats/collect/policy.py",
        "return now < not_before <= now + MAX_PAUSE",
        "return now <= not_before <= now + MAX_PAUSE",
        _POLICY,
    ),
    Mutant(
        "a clock that was put back is not seen",
        "nyaastats/collect/policy.py",
        "newest_scrape_at > clock + MAX_CLOCK_SKEW",
        "newest_scrape_at > clock + MAX_PAUSE",
        _POLICY,
    ),
    Mutant(
        "a limit that a clock from the future stored is believed",
        "nyaastats/collect/policy.py",
        "timedelta(0) <= now - state.limit_seen_at < LIMIT_LIFETIME",
        "now - state.limit_seen_at < LIMIT_LIFETIME",
        _POLICY,
    ),
    Mutant(
        "an hourly timer that fires a second early skips the feed",
        "nyaastats/collect/policy.py",
        "requested_at.replace(second=0, microsecond=0) + pause",
        "requested_at + pause",
        _POLICY,
    ),
    Mutant(
        "a torrent of the day after tomorrow is taken in",
        "nyaastats/collect/policy.py",
        "torrent.published <= seen_at + MAX_LEAD]",
        "torrent.published <= seen_at + 2 * MAX_LEAD]",
        _POLICY,
    ),
    Mutant(
        "one attempt more than the policy allows",
        "nyaastats/collect/retry.py",
        '"attempts": policy.max_attempts,',
        '"attempts": policy.max_attempts + 1,',
        _CLIENT,
    ),
    Mutant(
        "after a pause requests come in a burst",
        "nyaastats/collect/rate_limit.py",
        "turn = max(now, self.next_at)",
        "turn = self.next_at if self.next_at > 0 else now",
        _CLIENT,
    ),
    Mutant(
        "a request that was refused for its length is halved from the wrong end",
        "nyaastats/collect/tracker/requests.py",
        "self._again.extendleft((request.infohashes[middle:], request.infohashes[:middle]))",
        "self._again.extendleft((request.infohashes[middle + 1 :], request.infohashes[:middle]))",
        _REQUESTS,
    ),
    Mutant(
        "a refused length is not halved but less one",
        "nyaastats/collect/tracker/requests.py",
        "max(number // 2, self.accepted)",
        "max(number - 1, self.accepted)",
        _REQUESTS,
    ),
    Mutant(
        "failures are counted together, not in a row",
        "nyaastats/collect/tracker/requests.py",
        'self._failures, self._reason = 0, ""\n',
        'self._reason = ""\n',
        _REQUESTS,
    ),
    Mutant(
        "a tracker is given up one failure late",
        "nyaastats/collect/tracker/requests.py",
        "self._failures >= self._max_failures",
        "self._failures > self._max_failures",
        _REQUESTS,
    ),
    Mutant(
        "a passed limit is not learnt from what was left out",
        "nyaastats/collect/tracker/requests.py",
        "limit=min(self.limit, self.reach)",
        "limit=self.limit",
        _REQUESTS,
    ),
    Mutant(
        "UDP: completed and leechers change places",
        "nyaastats/collect/tracker/udp.py",
        "(seeders, completed, leechers) in zip",
        "(seeders, leechers, completed) in zip",
        _UDP,
    ),
    Mutant(
        "UDP: counts are signed",
        "nyaastats/collect/tracker/udp.py",
        'struct.Struct("!III")',
        'struct.Struct("!iii")',
        _UDP,
    ),
    Mutant(
        "UDP: counts are little-endian",
        "nyaastats/collect/tracker/udp.py",
        'struct.Struct("!III")',
        'struct.Struct("<III")',
        _UDP,
    ),
    Mutant(
        "UDP: a connection id is used for two minutes",
        "nyaastats/collect/tracker/udp.py",
        "CONNECTION_SECONDS: Final = 60.0",
        "CONNECTION_SECONDS: Final = 120.0",
        _UDP,
    ),
    Mutant(
        "UDP: an answer of another action is taken",
        "nyaastats/collect/tracker/udp.py",
        "return packet.action == action and (action",
        "return (action",
        _UDP,
    ),
    Mutant(
        "UDP: one infohash more than fits",
        "nyaastats/collect/tracker/udp.py",
        "if not 0 < len(infohashes) <= MAX_INFOHASHES:",
        "if not 0 < len(infohashes) <= MAX_INFOHASHES + 1:",
        _UDP,
    ),
    Mutant(
        "UDP: the connection id is signed",
        "nyaastats/collect/tracker/udp.py",
        '_CONNECTION_ID = struct.Struct("!Q")',
        '_CONNECTION_ID = struct.Struct("!q")',
        _UDP,
    ),
    Mutant(
        "HTTP: minutes of `retry in` are taken for seconds",
        "nyaastats/collect/tracker/http.py",
        "min(60 * minutes, MAX_RETRY_AFTER_SECONDS)",
        "min(minutes, MAX_RETRY_AFTER_SECONDS)",
        _HTTP_SCRAPE,
    ),
    Mutant(
        "HTTP: seeders and leechers change places",
        "nyaastats/collect/tracker/http.py",
        'seeders=fields.get(b"complete"), leechers=fields.get(b"incomplete")',
        'seeders=fields.get(b"incomplete"), leechers=fields.get(b"complete")',
        _HTTP_SCRAPE,
    ),
    Mutant(
        "a count of exactly the largest is refused",
        "nyaastats/collect/tracker/protocol.py",
        "if downloads > MAX_DOWNLOADS:",
        "if downloads >= MAX_DOWNLOADS:",
        _HTTP_SCRAPE,
    ),
    Mutant(
        "the ETag is not sent back",
        "nyaastats/collect/http.py",
        'client.build_request("GET", address, headers=conditions)',
        'client.build_request("GET", address)',
        _HTTP,
    ),
    Mutant(
        "a 304 to a request without a condition is believed",
        "nyaastats/collect/http.py",
        "if conditions and response.status_code == HTTPStatus.NOT_MODIFIED:",
        "if response.status_code == HTTPStatus.NOT_MODIFIED:",
        _HTTP,
    ),
    Mutant(
        "Retry-After as a date is measured by our clock's sign",
        "nyaastats/collect/http.py",
        "int((end - start).total_seconds())",
        "int((start - end).total_seconds())",
        _HTTP,
    ),
    Mutant(
        "a body of exactly the largest length is refused",
        "nyaastats/collect/http.py",
        "if len(content) > max_bytes:",
        "if len(content) >= max_bytes:",
        _HTTP,
    ),
    Mutant(
        "a part of a page (206) is taken for the whole",
        "nyaastats/collect/http.py",
        "HTTPStatus.RESET_CONTENT, HTTPStatus.PARTIAL_CONTENT}",
        "HTTPStatus.RESET_CONTENT}",
        _HTTP,
    ),
    Mutant(
        "sizes are decimal: a KiB has 1,000 bytes",
        "nyaastats/collect/nyaa/fields.py",
        '"KiB": 1 << 10,',
        '"KiB": 1000,',
        _FIELDS,
    ),
    Mutant(
        "a date's zone is forgotten",
        "nyaastats/collect/nyaa/fields.py",
        "return moment.astimezone(UTC) if moment.tzinfo else",
        "return moment.replace(tzinfo=UTC) if moment.tzinfo else",
        _FIELDS,
    ),
    Mutant(
        "an infohash keeps its case",
        "nyaastats/collect/nyaa/fields.py",
        "return InfoHash(match[0].lower())",
        "return InfoHash(match[0])",
        _FIELDS,
    ),
    Mutant(
        "a streak of zeros goes on after a count",
        "nyaastats/store/ledger.py",
        "zero_streak + (published_at <= :past_grace), 0)",
        "zero_streak + (published_at <= :past_grace), zero_streak)",
        _LEDGER,
    ),
    Mutant(
        "two scrapes of one instant stop the run",
        "nyaastats/store/ledger.py",
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        "VALUES (?, ?, ?, ?, ?)",
        _LEDGER,
    ),
)
