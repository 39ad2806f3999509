"""Made-up shows and names of their releases, with the right answers: `python names.py FOLDER`.

400 shows of six titles and 30,000 names that write 2,000 titles, the same each time. Each show is written in four ways:
its romaji title, its English one, the romaji one in another romanisation, and a short form. A fifth of the titles is of
shows outside the catalogue, some a word away from a show's; sequels come with rips of the season before them; and some
shows have a twin, so that nobody can tell what their short form means. Whoever answers any of these is wrong.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from nyaastats.domain.shows import AniListId, Format, Prequel
from nyaastats.identify.evaluation import COLUMNS
from nyaastats.synthetic.anilist import snapshot
from nyaastats.synthetic.facts import SEASON, Fact
from nyaastats.synthetic.groups import REAL_VARIANTS, Numbering, Variant, episode_pattern, number_in_name

SHOWS = 400
OUTSIDE = 400
NAMES_A_TITLE = 15
EPISODES = 12
_FIRST_ID = 700_001
_PREMIERES = datetime(2025, 10, 1, 13, 30, tzinfo=UTC)
_SYLLABLES = (
    "ka ki ku ko ga gi sa shi su so za ji zu ta chi tsu to do na ni no ha hi fu ho ba ma mi mu mo ya yu yo ra ri ru "
    "rei kou shou kyou jou dou sei kuu yuu"
)
_WORDS = (
    "alchemist apothecary autumn blade bride castle chronicle city clockwork crimson crown dawn demon dragon dungeon "
    "echo empire exile festival flower forest fox garden ghost girl guild harbor healer heir hero island journey "
    "kingdom knight lantern letter library lord magic maiden market master memory midnight mirror moon neighbor night "
    "ocean orchestra painter phantom pirate princess puppet rain reborn river road rose saint sage school secret "
    "shadow shrine silver sister sky sleeper snow song spirit spring star stranger summer sword tailor tavern teacher "
    "thief thunder tower town traveler vampire villainess voyage warden whisper wind winter witch wolf wonder world"
)
_RESPELLED = (("ou", "o"), ("uu", "u"), ("zu", "du"), ("shi", "si"), ("tsu", "tu"), ("ei", "e"))
"""What groups and AniList spell in two ways."""


@dataclass(frozen=True, slots=True)
class Named:
    """A release's name and what it is; `show` is None for one that the catalogue does not hold."""

    name: str
    published: datetime
    show: AniListId | None
    episode: int
    guess: str
    """The stored guessit output."""


class Maker:
    """Makes titles up, none twice."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # nothing is kept secret here
        self._syllables, self._english = _SYLLABLES.split(), _WORDS.split()
        self._romaji = [self._word() for _ in range(300)]
        self._made: set[str] = set()

    def _word(self) -> str:
        return "".join(self._random.choices(self._syllables, k=self._random.randint(2, 3)))

    def romaji(self) -> str:
        """Three to six Japanese-looking words."""
        return self._new(self._romaji, 3, 6)

    def english(self) -> str:
        """Three to five English words."""
        return self._new(self._english, 3, 5)

    def native(self) -> str:
        """Six to ten kana."""
        return "".join(chr(self._random.randrange(ord("ァ"), ord("ヴ"))) for _ in range(self._random.randint(6, 10)))

    def _new(self, words: Sequence[str], least: int, most: int) -> str:
        while True:
            title = " ".join(self._random.sample(words, self._random.randint(least, most))).title()
            if title not in self._made:
                self._made.add(title)
                return title

    def a_word_away(self, title: str) -> str:
        """The title with its last word exchanged."""
        return " ".join([*title.split()[:-1], self._random.choice(self._romaji).title()])


def catalogue(maker: Maker) -> list[Fact]:
    """The shows: of ten, three are a second season, one the second part of a split cour, two have a subtitle.

    Of twenty, two are twins: they air together, and only the last word tells their titles apart.
    """
    shows = [_show(maker, place) for place in range(SHOWS)]
    for place in range(_TWIN, SHOWS, 20):
        name, english = (maker.a_word_away(title) for title in (shows[place - 1].name, shows[place - 1].english_name))
        titles = {"romaji": name, "name": name, "english": english, "english_name": english}
        shows[place] = shows[place].model_copy(update=titles)
    return shows


_SPLIT = 3
_TWIN = 7


def _is_twin(place: int) -> bool:
    return place % 20 in {_TWIN - 1, _TWIN}


def _show(maker: Maker, place: int) -> Fact:
    kind = place % 10
    name, english = maker.romaji(), maker.english()
    if kind in {4, 5}:
        name, english = f"{name}: {maker.romaji()}", f"{english}: {maker.english()}"
    words, english_words = {0: ("2nd Season", "Season 2"), 1: ("2", "Season 2"), 2: ("II", "II")}.get(kind, ("", ""))
    part = "Part 2" if kind == _SPLIT else ""
    before = EPISODES if words or part else 0
    # Relations are known for every other sequel; the numbers of the rest are told by the schedule alone.
    chain = (Prequel(AniListId(1), Format.TV, EPISODES),) if before and place // 10 % 2 else ()
    return Fact(
        id=AniListId(_FIRST_ID + place),
        romaji=f"{name} {words or part}".strip(),
        english=f"{english} {english_words or part}".strip(),
        native=maker.native(),
        synonyms=(maker.english(), maker.romaji(), maker.native()),
        format=Format.TV,
        episodes=EPISODES,
        first=_PREMIERES + timedelta(hours=place),
        duration=24,
        prequels=chain,
        name=name,
        english_name=english,
        number=2 if words else 1,
        part=2 if part else None,
        numbered_on=before,
    )


def _respelled(title: str) -> str:
    old, new = next(((old, new) for old, new in _RESPELLED if old in title), ("a", "aa"))
    return title.replace(old, new, 1)


def _shortened(title: str) -> str:
    """What stands before the colon, else all words but the last."""
    head, colon, _ = title.partition(":")
    return head if colon else " ".join(title.split()[:-1])


_WAYS = (str, _respelled, _shortened)


def _written(fact: Fact) -> list[Fact]:
    """The show as four groups write it, the short form last."""
    titles = [fact.english_name, *(way(fact.name) for way in _WAYS)]
    return [fact.model_copy(update={"name": title, "english_name": title}) for title in titles]


def _outside(maker: Maker, shows: Sequence[Fact]) -> Iterator[Fact]:
    """Shows that the catalogue does not hold, every fourth a word away from one that it does."""
    for fact, place in zip(shows, range(OUTSIDE), strict=True):
        title = maker.a_word_away(fact.name) if place % 4 == 0 else maker.romaji()
        yield fact.model_copy(update={"name": title, "english_name": title, "number": 1, "part": None})


def names(maker: Maker, shows: Sequence[Fact]) -> Iterator[Named]:
    """Names of every title, in all styles; nobody could tell which of two twins a short form means."""
    written = [fact for show in shows for fact in _written(show)]
    for turn, fact in enumerate(written):
        show, way = divmod(turn, len(_WAYS) + 1)
        told = _named(fact, turn)
        yield from _strange(told) if way == len(_WAYS) and _is_twin(show) else told
        if fact.number > 1:
            yield from _strange(_of_season_before(fact, turn))
    for turn, fact in enumerate(_outside(maker, shows)):
        yield from _strange(_named(fact, turn))


def _strange(named: Iterable[Named]) -> Iterator[Named]:
    """The same names, which no show of the catalogue is the answer to."""
    return (replace(one, show=None) for one in named)


_WRITERS = 3
"""Variants (a group, its style, a height) that write a title: a name in five differs in its number alone."""
_RIPS = 2
"""Of the season before, for every title of a sequel; so many names of its own go."""


def _named(fact: Fact, place: int) -> Iterator[Named]:
    for turn in range(NAMES_A_TITLE - (_RIPS if fact.number > 1 else 0)):
        yield _one(
            fact,
            REAL_VARIANTS[(place + turn % _WRITERS) % len(REAL_VARIANTS)],
            1 + (place + turn // _WRITERS) % EPISODES,
        )


def _of_season_before(fact: Fact, place: int) -> Iterator[Named]:
    """Rips of the first season, by groups that say so."""
    first = fact.model_copy(update={"number": 1, "numbered_on": 0})
    saying = [variant for variant in REAL_VARIANTS if variant.style.numbering is Numbering.SEASON]
    for turn in range(_RIPS):
        yield _one(first, saying[place % len(saying)], 1 + (place + turn) % EPISODES)


def _one(fact: Fact, variant: Variant, episode: int) -> Named:
    number = number_in_name(variant.style, fact, episode)
    crc = hashlib.blake2b(f"{fact.name} {episode} {variant}".encode(), digest_size=4).hexdigest().upper()
    slots = {"group": variant.group, "number": number, "height": variant.height, "crc": crc}
    name = episode_pattern(variant.style, fact).format(**slots, episode_title=_episode_title(episode))
    guess = {"title": fact.name, "episode": number, "release_group": variant.group, "type": "episode"}
    aired = fact.airings[episode - 1].at
    return Named(name, aired + variant.style.delay, fact.id, episode, json.dumps(guess))


def _episode_title(episode: int) -> str:
    return " ".join(_WORDS.split()[episode::30]).title()


# --- as files -----------------------------------------------------------------------------------------------


def write(folder: Path) -> None:
    """Write nyaastats.db, of torrents only, nyaastats.anilist.json and names.tsv."""
    maker = Maker(seed=SEASON.year)
    shows = catalogue(maker)
    named = list(names(maker, shows))
    folder.mkdir(parents=True, exist_ok=True)
    _write_database(folder / "nyaastats.db", named)
    (folder / "nyaastats.anilist.json").write_text(json.dumps(snapshot(shows)), encoding="utf-8")
    write_names(
        folder / "names.tsv",
        ((one.name, one.published, one.show, str(one.episode) if one.show else "-") for one in named),
    )


def write_names(path: Path, rows: Iterator[tuple[str, datetime, int | None, str]]) -> None:
    """Names and their answers as `nyaastats evaluate` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        written.writerow(COLUMNS)
        written.writerows((name, at.isoformat(), show or "-", episode) for name, at, show, episode in rows)


def _write_database(path: Path, named: Sequence[Named]) -> None:
    path.unlink(missing_ok=True)
    rows = [(f"{place:040x}", one.name, one.published.isoformat(), one.guess) for place, one in enumerate(named)]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE torrents (infohash TEXT, filename TEXT, pubdate TEXT, guessit_data TEXT)")
        database.execute("CREATE TABLE stats (infohash TEXT, timestamp TEXT, downloads INTEGER)")
        database.executemany("INSERT INTO torrents VALUES (?, ?, ?, ?)", rows)
        database.executemany("INSERT INTO stats VALUES (?, ?, 1)", ((infohash, at) for infohash, _, at, _ in rows))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
