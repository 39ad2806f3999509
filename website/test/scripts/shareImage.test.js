// The share image has its size, the same bytes each time, and the season's colours; titles cannot break it.

import assert from "node:assert/strict";
import test from "node:test";
import {Resvg} from "@resvg/resvg-js";
import {drawShareImage, readColors} from "../../scripts/shareImage.js";
import {assignColors} from "../../src/components/lib/colors.js";
import {buildSeason} from "../../src/components/lib/season.js";

const TITLES = [
  "Plain",
  "</svg><image href='x'/><script>alert(1)</script>",
  "a & b < c \u0000\u0007 \uD800",
  "進撃の巨人",
  "x".repeat(200),
  "word ".repeat(60),
];

const WEEK = 7 * 86_400_000;

function buildTestSeason(weeks, titles = TITLES) {
  const shows = titles.map((title, i) => ({
    anilist_id: i + 1,
    title,
    title_romaji: `Romaji ${i + 1}`,
    poster: null,
    color: null,
    seasonal_rank: i + 1,
    season_downloads: 5000 - 700 * i,
  }));
  const colors = assignColors([shows.map((show) => show.anilist_id)], shows);
  const chart = Array.from({length: weeks}, (_, i) => ({
    week: `2025-W${40 + i}`,
    start_date: new Date(Date.parse("2025-09-29") + i * WEEK).toISOString().slice(0, 10),
    complete: i < weeks - 1,
    settled: i < weeks - 1,
    rankings: shows.map((show, at) => ({...show, rank: at + 1, downloads: 900 - 100 * at - i, downloads_estimated: 0})),
  }));
  return buildSeason({season: "Fall 2025", data_until: "2025-12-01T00:00:00Z", weeks: chart}, {shows}, colors);
}

/** How many pixels of a PNG have each colour, as a map of `#rrggbb`. */
function pixels(png) {
  const data = `data:image/png;base64,${png.toString("base64")}`;
  const source = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><image width="1200" height="630" href="${data}"/></svg>`;
  const {pixels: bytes} = new Resvg(source).render();
  const counts = new Map();
  for (let at = 0; at < bytes.length; at += 4) {
    const color = `#${bytes.subarray(at, at + 3).toString("hex")}`;
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return counts;
}

test("is a PNG of 1200 × 630 pixels, whatever the season", () => {
  for (const season of [
    buildTestSeason(8),
    buildTestSeason(8, ["Alone"]),
    buildTestSeason(1),
    buildTestSeason(2, []),
    buildTestSeason(0, []),
  ]) {
    const png = drawShareImage(season);
    assert.equal(png.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
  }
});

test("is the same bytes each time", () => {
  assert.ok(drawShareImage(buildTestSeason(5)).equals(drawShareImage(buildTestSeason(5))));
});

test("shows the river and the page in their own colours", () => {
  const counts = pixels(drawShareImage(buildTestSeason(8)));
  const colors = readColors();
  for (const name of ["--page", "--hue-1", "--hue-2"]) assert.ok(counts.get(colors[name]) > 5000, name);
  for (let rank = 1; rank <= 5; rank += 1)
    assert.ok(counts.get(colors[`--hue-${rank}`]) > 300, `the list's rank ${rank}`);
});

test("a ribbon is as wide as its downloads", () => {
  const swatch = 26 * 26;
  const painted = (downloads) => {
    const season = buildTestSeason(9, ["A", "B"]);
    const ranked = (week) => week.rankings.map((entry, i) => ({...entry, downloads: downloads[i]}));
    const weeks = season.weeks.map((week) => ({...week, rankings: ranked(week)}));
    return pixels(drawShareImage({...season, weeks})).get(readColors()["--hue-1"]) - swatch;
  };
  const ratio = painted([400, 400]) / painted([200, 600]);
  assert.ok(Math.abs(ratio - 2) < 0.03, String(ratio));
});

test("a made-up season says so, and a title says its name", () => {
  assert.ok(!drawShareImage(buildTestSeason(5), {synthetic: true}).equals(drawShareImage(buildTestSeason(5))));
  assert.ok(!drawShareImage(buildTestSeason(5, ["Yes"])).equals(drawShareImage(buildTestSeason(5, ["No"]))));
});

test("a title that the font cannot write is the romaji one", () => {
  assert.ok(
    drawShareImage(buildTestSeason(5, ["進撃の巨人"])).equals(drawShareImage(buildTestSeason(5, ["Romaji 1"]))),
  );
});

test("a week that is still running is not in the picture", () => {
  const whole = buildTestSeason(6);
  const later = whole.weeks.map((week) => (week.complete ? week : {...week, rankings: week.rankings.slice(0, 1)}));
  assert.ok(drawShareImage({...whole, weeks: later}).equals(drawShareImage(whole)));
});

test("a provisional week says so in the picture, and is drawn paler", () => {
  const whole = buildTestSeason(6);
  const reopened = whole.weeks.map((week, i) => (i === 4 ? {...week, settled: false} : week));
  const open = drawShareImage({...whole, weeks: reopened});
  const [settled, provisional] = [drawShareImage(whole), open].map((png) => pixels(png).get(readColors()["--hue-1"]));
  assert.ok(provisional < settled - 1000, `${provisional} of ${settled}`);
});

test("the stylesheet's colours: the dark ones win, and every colour class has one", () => {
  const css = ":root { --page: #ffffff; --grey: #aaaaaa; }\n@media (x) { :root { --page: #000000; } }";
  assert.deepEqual(readColors(css), {"--page": "#000000", "--grey": "#aaaaaa"});
  const names = Array.from({length: 10}, (_, i) => `--hue-${i + 1}`).concat([
    "--tone-0",
    "--tone-23",
    "--grey",
    "--page",
    "--ink",
    "--ink-soft",
    "--accent",
  ]);
  for (const name of names) assert.match(readColors()[name] ?? "", /^#[0-9a-f]{6}$/i, name);
});
