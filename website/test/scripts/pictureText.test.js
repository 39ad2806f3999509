// Letters on pictures are as wide as they are measured, and texts are fitted without a letter lost but behind an ellipsis.

import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Resvg} from "@resvg/resvg-js";
import {fitLine, fitText, fitTitle, nickname, shorten, truncate, wrap} from "../../scripts/pictures/fit.js";
import {makeSmallFonts, measure, splitByFamily, toWritable} from "../../scripts/pictures/fonts.js";
import {makeFolder} from "../fixtures/folders.js";
import {randomFrom} from "../fixtures/random.js";

const FOLDER = makeFolder();

const SAMPLES = [
  "Hamburgefonstiv",
  "nnnn iiii mmmm",
  "16,111 +14% −54%",
  "Ranma ½ “é” — № 3",
  "東島丹三郎は仮面ライダー",
];
const FONTS = makeSmallFonts(SAMPLES.join("")).map(([name, bytes]) => {
  writeFileSync(join(FOLDER, name), bytes);
  return join(FOLDER, name);
});

for (const text of SAMPLES) {
  for (const bold of [false, true]) {
    test(`“${text}” is drawn as wide as it is measured${bold ? ", bold" : ""}`, () => {
      const [{family}] = splitByFamily(text);
      const source =
        `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="200" font-family="${family}">` +
        `<text x="100" y="150" font-size="100" font-weight="${bold ? 700 : 400}">${text}</text></svg>`;
      const {width} = new Resvg(source, {font: {fontFiles: FONTS, loadSystemFonts: false}}).getBBox();
      const measured = measure(text, {size: 100, bold});
      // What is drawn lacks the room beside the first and last letter.
      assert.ok(width <= measured && width > measured - 25, `${width} of ${measured}`);
    });
  }
}

test("a text is split where the writing changes, spaces stay with what they follow", () => {
  assert.deepEqual(
    splitByFamily("【OSHI NO KO】Season 3").map(({text}) => text),
    ["【", "OSHI NO KO", "】", "Season 3"],
  );
});

test("what has no letters is the romaji title, what is left without them, or a question mark", () => {
  assert.equal(toWritable({title: "Frieren 🌊", romaji: "Sousou no Frieren"}), "Sousou no Frieren");
  assert.equal(toWritable({title: "Frieren 🌊", romaji: null}), "Frieren");
  assert.equal(toWritable({title: "★ ♪", romaji: "葬送のフリーレン"}), "★ ♪");
  assert.equal(toWritable({title: "مرحبا", romaji: null}), "?");
  assert.equal(toWritable({title: "مرحبا 2", romaji: "\u2068שלום\u2069"}), "2");
  assert.equal(toWritable({title: "שלום", romaji: "Marhaban"}), "Marhaban");
  assert.equal(toWritable({title: "cafe\u0301", romaji: null}), "café");
});

test("a subtitle is left out, the number of a season stays", () => {
  const names = [
    ["JUJUTSU KAISEN Season 3: The Culling Game Part 1", "JUJUTSU KAISEN Season 3", "JUJUTSU KAISEN"],
    ["Frieren: Beyond Journey’s End Season 2", "Frieren Season 2", "Frieren"],
    ["ONE PIECE", "ONE PIECE", "ONE PIECE"],
    ["A: B", "A: B", "A: B"],
    ["Ranma1/2 (2024) Season 2", "Ranma1/2 (2024) Season 2", "Ranma1/2"],
  ];
  for (const [title, short, nick] of names) assert.deepEqual([shorten(title), nickname(title)], [short, nick]);
});

function randomText(random) {
  const letters = "abcdefghi MWil 漢字かな:—";
  const length = 1 + Math.floor(random() * 120);
  return Array.from({length}, () => letters[Math.floor(random() * letters.length)])
    .join("")
    .replace(/ +/g, " ")
    .trim();
}

test("lines are within their room and hold all of the text, or there are none", () => {
  const random = randomFrom(11);
  for (let i = 0; i < 300; i += 1) {
    const text = randomText(random) || "x";
    const [font, room, maxLines] = [
      {size: 20, bold: random() < 0.5},
      60 + random() * 500,
      1 + Math.floor(random() * 4),
    ];
    const lines = wrap(text, font, {room, maxLines});
    if (lines === null) continue;
    assert.ok(lines.length <= maxLines);
    for (const line of lines) assert.ok(measure(line, font) <= room + 0.01, line);
    assert.equal(lines.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
  }
});

test("what is cut has an ellipsis and as many letters as there is room for", () => {
  const random = randomFrom(12);
  for (let i = 0; i < 300; i += 1) {
    const [text, font, room] = [randomText(random) || "x", {size: 24}, 40 + random() * 400];
    const cut = truncate(text, font, room);
    assert.ok(measure(cut, font) <= room + 0.01);
    if (cut === text) continue;
    assert.ok(cut.endsWith("…") && text.startsWith(cut.slice(0, -1)));
    const next = [...text].slice(0, [...cut].length + 1).join("");
    assert.ok(measure(`${next}…`, font) > room - 0.01, "room for another letter is left");
  }
});

test("a size is chosen before a line more, a whole title before a large one", () => {
  const steps = [[40, 1], [20, 2]]; // prettier-ignore
  const title = "Campfire Cooking in Another World: My Absurd Skill";
  assert.deepEqual(fitText(["Short", "x"], steps, {room: 300}), {lines: ["Short"], size: 40});
  assert.equal(fitTitle(title, steps, {room: 300}).lines.length, 2);
  assert.equal(fitLine(title, {size: 20}, 340), "Campfire Cooking in Another World");
  assert.match(fitTitle("x".repeat(200), steps, {room: 300}).lines.at(-1), /^x+…$/);
});
