// The document of all shows: what goes in comes out, and ten seasons of it stay small.

import assert from "node:assert/strict";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import {decodeCompare, encodeCompare} from "../../src/components/compare/compareDocument.js";
import {assignColors} from "../../src/components/lib/colors.js";
import {buildDocuments} from "../fixtures/documents.js";
import {randomFrom} from "../fixtures/random.js";

test("every show with its weeks, its seasons and where its days are", () => {
  const data = buildDocuments();
  const {dataUntil, shows} = decodeCompare(encodeCompare(data, assignColors([[1, 2, 3]], data.shows.shows)));
  assert.equal(dataUntil, data.manifest.data_until);
  assert.deepEqual([...shows.keys()], [1, 2, 3]);
  const best = shows.get(2);
  assert.equal(best.title, "Best");
  assert.equal(best.colorClass, "color-2");
  assert.equal(best.dataAddress, "./data/shows/2.json?v=0123456789");
  assert.deepEqual(
    best.weeks.map(({week, rank, downloads, estimated, complete, settled}) => [
      week,
      rank,
      downloads,
      estimated,
      complete,
      settled,
    ]),
    [
      ["2025-W40", 2, 9900, 0, true, true],
      ["2025-W41", 2, 8900, 10, true, false],
      ["2025-W42", 2, 7900, 20, false, false],
    ],
  );
});

test("a week in which a show is not ranked is left out", () => {
  const data = buildDocuments();
  data.weeks[1].rows = data.weeks[1].rows.filter((row) => row.anilist_id !== 2);
  const {shows} = decodeCompare(encodeCompare(data, new Map()));
  assert.deepEqual(
    shows.get(2).weeks.map(({week}) => week),
    ["2025-W40", "2025-W42"],
  );
});

test("seven hundred shows of ten seasons take less than 150 kB on their way", () => {
  const random = randomFrom(1);
  const below = (limit) => Math.floor(random() * limit);
  const count = 700;
  const shows = Array.from({length: count}, (_, id) => ({
    anilist_id: 100_000 + id * 37,
    title: `${Array.from({length: 2 + below(6)}, () => below(36 ** 5).toString(36)).join(" ")}`,
    seasons: [{slug: "s", rank: 1 + (id % 70), rank_is_final: true}],
  }));
  const weeks = Array.from({length: 130}, (_, place) => ({
    week: `2025-W${place}`,
    start_date: "2025-01-06",
    complete: true,
    settled: true,
    rows: shows
      .filter((__, id) => Math.floor(id / 70) * 13 <= place && place < Math.floor(id / 70) * 13 + 17)
      .map((show, rank) => ({
        anilist_id: show.anilist_id,
        rank: rank + 1,
        downloads: below(100_000 / (rank + 1)),
        downloads_estimated: below(9000),
      })),
  }));
  const digests = new Map(
    shows.map((show) => [
      `shows/${show.anilist_id}.json`,
      below(2 ** 48)
        .toString(16)
        .padStart(12, "0"),
    ]),
  );
  const data = {
    weeks,
    shows: {shows},
    seasons: {seasons: [{slug: "s", season: "S"}]},
    digests,
    manifest: {data_until: "x"},
  };
  const document = encodeCompare(data, new Map(shows.map((show) => [show.anilist_id, `tone-${below(24)}`])));
  const size = gzipSync(JSON.stringify(document)).length;
  assert.ok(size < 150_000, `${size} bytes`);
});
