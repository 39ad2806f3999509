// Embeds and badges: small, in both schemes, of the same numbers as the week's document, safe whatever a title holds.

import assert from "node:assert/strict";
import {test} from "node:test";
import {listEmbeds} from "../../scripts/embeds/list.js";
import {buildSite} from "../../scripts/site.js";
import {formatCount} from "../../src/components/lib/format.js";
import {buildDocuments} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {buildRandomDocuments} from "../fixtures/randomWeeks.js";
import {listAddresses, listTexts, parseSvg} from "../fixtures/svg.js";

const TITLES = [...HOSTILE, "x".repeat(200), "進撃の巨人", "مرحبا", "🌊"];
const SITE = buildSite(buildDocuments({titles: TITLES}), {siteUrl: "https://example.org/nyaastats/"});
const FILES = new Map(listEmbeds(SITE));
const SVGS = [...FILES].filter(([name]) => name.endsWith(".svg"));

test("there is one for each finished week, each season and each show, and the newest week has a second address", () => {
  const names = [...FILES.keys()];
  for (const name of ["week/2025-W40", "week/2025-W41", "week/latest", "season/fall-2025", "show/1"]) {
    assert.ok(names.includes(`embed/${name}.svg`), name);
  }
  assert.ok(!names.includes("embed/week/2025-W42.svg"));
  assert.equal(FILES.get("embed/week/latest.svg"), FILES.get("embed/week/2025-W41.svg"));
});

for (const [name, text] of SVGS) {
  test(`${name} is XML with a title and a description, in both schemes, and needs nothing from elsewhere`, () => {
    const root = parseSvg(text);
    assert.ok(root.querySelector("title").textContent.length > 5);
    assert.ok(root.querySelector("desc").textContent.length > 5);
    assert.match(root.querySelector("style").textContent, /@media \(prefers-color-scheme:dark\)/);
    assert.equal(root.querySelectorAll("script, image, use, a, [href], [onload], [style]").length, 0);
    assert.deepEqual(listAddresses(text), []);
    assert.ok(text.length <= 20_000, String(text.length));
    assert.doesNotMatch(text, /NaN|undefined|>null<|url\((?!#)/);
    assert.match(text, /synthetic/);
  });
}

test("a provisional week says so", () => {
  assert.match(FILES.get("embed/week/2025-W41.svg"), /provisional, (under )?\d+% estimated/);
  assert.doesNotMatch(FILES.get("embed/week/2025-W40.svg"), /provisional/);
  assert.match(FILES.get("embed/show/1.svg"), /provisional/);
  assert.match(FILES.get("badge/show/1.svg"), /provisional/);
});

for (const seed of [1, 2, 3]) {
  test(`the numbers are those of the week's document (seed ${seed})`, () => {
    const data = buildRandomDocuments(seed);
    const files = new Map(listEmbeds(buildSite(data)));
    const newest = data.weeks.findLast(({complete}) => complete);
    for (const {week, rows} of data.weeks.filter(({complete}) => complete)) {
      const numbers = rows.slice(0, 10).map(({downloads}) => formatCount(downloads));
      assert.deepEqual(
        listTexts(files.get(`embed/week/${week}.svg`)).filter((text) => numbers.includes(text)),
        numbers,
      );
    }
    for (const {anilist_id: id, rank, downloads} of newest.rows) {
      const texts = listTexts(files.get(`embed/show/${id}.svg`));
      assert.ok(texts.includes(`#${rank}`) && texts.includes(formatCount(downloads)), String(id));
      const message = `#${rank} · 2 weeks · ${formatCount(downloads)} · provisional · synthetic`;
      assert.ok(listTexts(files.get(`badge/show/${id}.svg`)).includes(message));
      assert.deepEqual(JSON.parse(files.get(`badge/show/${id}.json`)), {
        schemaVersion: 1,
        label: "nyaastats",
        message,
        color: "8a2463",
      });
    }
  });
}

test("a show that is not in the newest week's ranking has a badge that says so, and an embed of its past", () => {
  const data = buildDocuments();
  data.weeks[1].rows = data.weeks[1].rows.slice(0, 2);
  const files = new Map(listEmbeds(buildSite(data)));
  assert.ok(listTexts(files.get("badge/show/3.svg")).includes("not ranked · synthetic"));
  assert.ok(listTexts(files.get("embed/show/3.svg")).includes("downloads in all"));
});

test("a show that was never ranked, and a site without a finished week, break nothing", () => {
  const data = buildDocuments();
  for (const week of data.weeks) week.rows = week.rows.slice(0, 2);
  for (const week of data.weeks.slice(1)) week.complete = false;
  data.weeks[0].rows = [];
  for (const [name, text] of listEmbeds(buildSite(data))) if (name.endsWith(".svg")) parseSvg(text);
});
