"""Release groups: when two spellings are one group, and under which it is published."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NewType

GroupKey = NewType("GroupKey", str)
"""A group's name without what spellings differ in: case, spaces and punctuation."""


@lru_cache(maxsize=10_000)  # asked for every torrent, and a few hundred groups have them all
def make_group_key(name: str | None) -> GroupKey | None:
    """`Erai-raws`, `Erai-Raws` and `EraiRaws` are one group; a name of signs alone is itself, an empty one none."""
    if name is None or not name.strip():
        return None
    plain = unicodedata.normalize("NFKC", name).casefold()
    return GroupKey("".join(filter(str.isalnum, plain)) or plain.strip())


def choose_spellings(names: Iterable[tuple[str | None, int]]) -> Mapping[GroupKey, str]:
    """Of each group the spelling with the most downloads, of equals the first in alphabetical order.

    `names` is the group of each torrent as its name writes it, None without one, with the torrent's downloads.
    """
    by_name: Counter[str | None] = Counter()
    for name, count in names:
        by_name[name] += count
    downloads: defaultdict[GroupKey, Counter[str]] = defaultdict(Counter)
    for name, count in by_name.items():
        if name is not None and (key := make_group_key(name)):
            downloads[key][name.strip()] += count
    return {key: min(spellings, key=lambda name: (-spellings[name], name)) for key, spellings in downloads.items()}
