from __future__ import annotations

import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nyaastats.errors import ContractError
from nyaastats.publish.contracts.public import EPISODES
from nyaastats.publish.encoding import decode_episodes, encode_episodes, encode_json
from testkit.small_season import make_publication, make_table


def test_the_same_publication_has_the_same_bytes() -> None:
    table = make_table()
    in_pieces = pa.concat_tables([table.slice(0, 5), table.slice(5)])
    assert encode_episodes(in_pieces) == encode_episodes(table)
    assert encode_json("rankings.json", make_publication().current.rankings) == encode_json(
        "rankings.json", make_publication().current.rankings
    )


def test_json_is_sorted_unescaped_and_a_line_an_element() -> None:
    document = {"b": [{"y": "海 <i>", "x": None}, 2], "a": {"d": 1, "c": True}, "e": []}
    assert encode_json("x.json", document).content.decode() == (
        '{\n"a":{"c":true,"d":1},\n"b":[\n{"x":null,"y":"海 <i>"},\n2\n],\n"e":[]\n}\n'
    )


@pytest.mark.parametrize(
    "title", ["${globalThis.x=1}", "</script><script>", "\u2028", "`", '"\\', "---", "مرحبا", "👨‍👩‍👧"]
)
def test_a_hostile_title_survives(title: str) -> None:
    assert json.loads(encode_json("x.json", {"title": title}).content) == {"title": title}


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x9b", "\u202e", "\u2066", "\u2069"])
def test_what_acts_on_other_words_is_replaced_wherever_it_stands(letter: str) -> None:
    encoded = encode_json("x.json", {"shows": [{"title": f"{letter}a", "names": {"b": letter}}], "note": letter})
    assert json.loads(encoded.content) == {"shows": [{"title": "\ufffda", "names": {"b": "\ufffd"}}], "note": "\ufffd"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), "\ud800", object()])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ContractError, match=r"'x\.json': a value: cannot be JSON"):
        encode_json("x.json", {"average": [value]})


def test_parquet_keeps_types_units_and_order() -> None:
    episodes = make_table()
    file = encode_episodes(episodes)
    kept = pq.ParquetFile(pa.BufferReader(file.content))
    assert decode_episodes(file.content).equals(episodes)
    assert kept.schema_arrow.equals(EPISODES, check_metadata=True)
    assert kept.schema_arrow.field("downloads_daily").metadata[b"unit"] == b"downloads"
    assert [column.column_index for column in kept.metadata.row_group(0).sorting_columns] == [0, 1, 2]
    assert file.rows == episodes.num_rows


def test_a_table_that_may_hold_nulls_but_does_not_is_taken() -> None:
    episodes = make_table()
    loose = pa.table({name: episodes[name] for name in episodes.column_names})
    assert encode_episodes(loose) == encode_episodes(episodes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop_columns(["title"]), "title: the column is missing"),
        (lambda table: table.append_column("more", pa.array([1] * table.num_rows)), "the columns: are"),
        (lambda table: table.select(list(reversed(table.column_names))), "the columns: are"),
        (
            lambda table: table.set_column(1, "episode", table["episode"].cast(pa.int64())),
            "episode: is int64, not int32",
        ),
        (lambda table: table.set_column(6, "title", pa.nulls(table.num_rows, pa.string())), "title: holds nulls"),
    ],
)
def test_other_columns_are_refused(change: Callable[[pa.Table], pa.Table], message: str) -> None:
    episodes = make_table()
    with pytest.raises(ContractError, match=rf"'episodes\.parquet': {message}"):
        encode_episodes(change(episodes))


def test_what_is_not_parquet_is_refused() -> None:
    with pytest.raises(ContractError, match="is not Parquet"):
        decode_episodes(b"PAR1 but no more")
