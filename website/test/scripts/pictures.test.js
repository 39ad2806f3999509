// Pictures: each page has one that is XML, names no other host, says what it rests on, and holds its titles whole.

import assert from "node:assert/strict";
import {test} from "node:test";
import {pictureOf} from "../../scripts/pictures/list.js";
import {measure} from "../../scripts/pictures/fonts.js";
import {buildSite} from "../../scripts/site.js";
import {toXmlText} from "../../scripts/xml.js";
import {formatCount} from "../../src/components/lib/format.js";
import {buildDocuments} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {buildRandomDocuments} from "../fixtures/randomWeeks.js";
import {listAddresses, listTexts, parseSvg} from "../fixtures/svg.js";

const URL = "https://example.org/nyaastats/";
const TITLES = [
  ...HOSTILE,
  "x".repeat(200),
  "word ".repeat(40).trim(),
  "進撃の巨人",
  "مرحبا",
  "🌊🌊",
  "a\u0007\uD800b",
];
const SITE = buildSite(buildDocuments({titles: TITLES}), {siteUrl: URL});
const source = (site, name) => site.pictures.get(name).source;

test("a finished week has three pictures, a season and each show one, a running week none", () => {
  const names = [...SITE.pictures.keys()];
  assert.deepEqual(
    names.filter((name) => !name.startsWith("show/")),
    ["2025-W40", "2025-W41"]
      .flatMap((week) => [`week/${week}`, `week/${week}-tall`, `story/${week}`])
      .concat("season/fall-2025"),
  );
  assert.equal(names.filter((name) => name.startsWith("show/")).length, TITLES.length);
  for (const [name, picture] of SITE.pictures)
    assert.match(picture.name, new RegExp(`^picture/${name}-[0-9a-f]{10}\\.png$`));
});

for (const [name, {source: text, alt, width, height}] of SITE.pictures) {
  test(`${name} is XML of its size, has a title, and names no other host`, () => {
    const root = parseSvg(text);
    assert.deepEqual([root.getAttribute("width"), root.getAttribute("height")], [String(width), String(height)]);
    assert.equal(root.querySelector("title").textContent, toXmlText(alt));
    assert.equal(root.querySelectorAll("script, image, foreignObject, a").length, 0);
    assert.deepEqual(listAddresses(text), []);
    assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
  });

  test(`${name}: no text leaves the picture, and none is smaller than 16 px`, () => {
    for (const element of parseSvg(text).querySelectorAll("text")) {
      const [x, size] = [Number(element.getAttribute("x")), Number(element.getAttribute("font-size"))];
      assert.ok(size >= 16, element.textContent);
      if (element.querySelector("tspan")) continue;
      const bold = element.getAttribute("font-weight") === "700";
      const length = measure(element.textContent, {size, bold});
      const part = {start: 0, middle: 0.5, end: 1}[element.getAttribute("text-anchor") ?? "start"];
      const [left, right] = [x - part * length, x + (1 - part) * length];
      assert.ok(left >= 0 && right <= width, `${element.textContent}: ${left} to ${right}`);
    }
  });

  test(`${name} says that its numbers are made up, and where it is from`, () => {
    assert.match(listTexts(text).join("\n"), /^example\.org\/nyaastats.* · synthetic demo data$/m);
  });
}

test("numbers that are not made up do not say so; without an address there is none", () => {
  const data = buildDocuments();
  const {pictures} = buildSite({...data, report: {...data.report, synthetic: false}});
  for (const {source: text} of pictures.values()) assert.doesNotMatch(text, /synthetic|example/);
});

test("a provisional week says so in each of its pictures, a settled one does not", () => {
  for (const kind of ["week/2025-W41", "week/2025-W41-tall", "story/2025-W41"]) {
    assert.match(source(SITE, kind), /provisional, (under )?\d+% estimated/, kind);
    assert.doesNotMatch(source(SITE, kind.replace("41", "40")), /provisional/, kind);
  }
  assert.match(source(SITE, "season/fall-2025"), /so far, provisional, (under )?\d+% estimated/);
  assert.match(source(SITE, "show/1"), /newest week, provisional/);
});

test("titles are whole, cut with an ellipsis, or replaced where there are no letters for them", () => {
  const titleOf = (index) => listTexts(source(SITE, `show/${index + 1}`));
  const at = (title) => TITLES.indexOf(title);
  assert.ok(titleOf(at("<img src=x onerror=alert(1)>")).includes("<img src=x onerror=alert(1)>"));
  assert.ok(titleOf(at("進撃の巨人")).includes("進撃の巨人"));
  assert.ok(titleOf(at("x".repeat(200))).some((text) => /^x+…$/.test(text)));
  assert.ok(titleOf(at("مرحبا")).includes("?"));
  assert.ok(titleOf(at("🌊🌊")).includes("?"));
  assert.ok(titleOf(at("a\u0007\uD800b")).includes("ab"));
});

test("a title without letters is the romaji one", () => {
  const data = buildDocuments({titles: ["مرحبا 🌊"]});
  data.shows.shows[0].title_romaji = "Marhaban";
  for (const week of data.weeks) week.rows[0].title_romaji = "Marhaban";
  const site = buildSite(data);
  for (const name of ["show/1", "week/2025-W40", "week/2025-W40-tall"]) {
    assert.ok(listTexts(source(site, name)).includes("Marhaban"), name);
  }
});

for (const seed of [1, 2, 3, 4, 5]) {
  test(`the numbers in a week's pictures are those of its document, best first (seed ${seed})`, () => {
    const data = buildRandomDocuments(seed);
    const site = buildSite(data);
    const numbers = (name) => listTexts(source(site, name)).filter((text) => /^[\d,]+$/.test(text));
    for (const {week, rows} of data.weeks.filter(({complete}) => complete)) {
      for (const [kind, many] of [
        ["", 5],
        ["-tall", 15],
      ]) {
        const all = numbers(`week/${week}${kind}`);
        const expected = rows.slice(0, many).map(({downloads}) => formatCount(downloads));
        assert.deepEqual(
          all.filter((text) => expected.includes(text)),
          expected,
        );
      }
    }
  });
}

test("legend and ribbons of a season agree from its first week on, whatever came before it", () => {
  const data = buildRandomDocuments(6);
  const [rankings] = data.rankings.values();
  rankings.weeks = rankings.weeks.slice(0, 1);
  // A season's totals also hold what is not in its first week.
  const shows = [...data.seasonShows.values()][0].shows;
  shows.forEach((show, i) =>
    Object.assign(show, {season_downloads: 10_000 * (i + 1), seasonal_rank: shows.length - i}),
  );
  const texts = listTexts(source(buildSite(data), "season/fall-2025"));
  const expected = rankings.weeks[0].rankings.slice(0, 6).map(({downloads}) => formatCount(downloads));
  assert.deepEqual(
    texts.filter((text) => /^[\d,]+$/.test(text)),
    expected,
  );
});

test("a page without a picture of its own has the season's, the front page the newest week's", () => {
  assert.equal(pictureOf(SITE, "index"), SITE.pictures.get("week/2025-W41"));
  assert.equal(pictureOf(SITE, "week/2025-W40"), SITE.pictures.get("week/2025-W40"));
  for (const name of ["about", "404", "week", "season", "week/2025-W42"]) {
    assert.equal(pictureOf(SITE, name), SITE.pictures.get("season/fall-2025"), name);
  }
});

test("a picture's address changes with what it shows, and with nothing else", () => {
  const names = (data) => [...buildSite(data).pictures].map(([name, picture]) => [name, picture.name]);
  const [before, data] = [names(buildDocuments()), buildDocuments()];
  assert.deepEqual(names(data), before);
  data.weeks[0].rows[0].downloads += 1;
  const changed = names(data).filter(([, name], i) => name !== before[i][1]);
  const expected = ["week/2025-W40", "week/2025-W40-tall", "story/2025-W40"];
  for (const name of expected)
    assert.ok(
      changed.some(([other]) => other === name),
      name,
    );
  assert.ok(!changed.some(([name]) => name === "show/2"));
});

test("weeks without a show, and a site without a finished week, have no pictures but those of shows", () => {
  const shows = ["show/1", "show/2", "show/3"];
  const [empty, running] = [buildDocuments(), buildDocuments()];
  for (const week of [...empty.weeks, ...[...empty.rankings.values()][0].weeks])
    Object.assign(week, {rows: [], rankings: [], headline: null});
  for (const week of [...running.weeks, ...[...running.rankings.values()][0].weeks]) week.complete = false;
  for (const data of [empty, running]) {
    const site = buildSite(data);
    assert.deepEqual([...site.pictures.keys()], shows);
    assert.equal(pictureOf(site, "index"), null);
  }
});

test("a show of which nothing was counted has no picture", () => {
  const data = buildDocuments();
  data.pages.get(2).episodes = [];
  assert.ok(!buildSite(data).pictures.has("show/2"));
});
