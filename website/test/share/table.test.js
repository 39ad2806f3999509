// Tables on their way out: read as they are seen, and written so that nothing in a title breaks the row.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {readTable} from "../../src/components/share/readTable.js";
import {nameFile, toCsv, toMarkdown, toPost, toText} from "../../src/components/share/tableText.js";

const read = (markup) => readTable(new JSDOM(`<table>${markup}</table>`).window.document.querySelector("table"));
const texts = ({head, rows}) => [head, ...rows.map(({cells}) => cells)].map((cells) => cells.map(({text}) => text));

test("words for screen readers, posters and pictures are no content; signs that stand for them are", () => {
  const table = read(`
    <thead><tr><th>#</th><th>+/−</th><th>Show</th><th>8 weeks</th></tr></thead>
    <tbody><tr>
      <td>1</td>
      <td><span aria-hidden="true">▲2</span><span class="visually-hidden">up 2</span></td>
      <th><span class="poster"><svg><text>S</text></svg></span> <a href="x">SPY x FAMILY
        Season 3</a><small>romaji</small> <button>compare</button></th>
      <td><svg><title>history</title></svg></td>
    </tr></tbody>`);
  assert.deepEqual(texts(table), [
    ["#", "+/−", "Show"],
    ["1", "▲2", "SPY x FAMILY Season 3 romaji"],
  ]);
});

test("a number that is told in short has its exact one beside it, and rows folded away are in the file alone", () => {
  const table = read(`
    <tr><th>Ace</th><td data-value="12345">12.3k</td></tr>
    <tr hidden><th>Best</th><td>1,234</td></tr>`);
  assert.equal(toText(table), "Ace\t12.3k");
  assert.equal(toCsv(table), "Ace,12345\r\nBest,1234\r\n");
});

test("a cell over several columns keeps the others in their place", () => {
  const table = read('<tr><td colspan="2">a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr>');
  assert.deepEqual(texts(table).slice(1), [
    ["a", "", "b"],
    ["c", "d", "e"],
  ]);
});

test("an empty table is empty text", () => {
  const table = read("");
  assert.equal(toText(table), "");
  assert.equal(toCsv(table), "");
});

const tableOf = (title) => ({
  head: ["Show", "Downloads"].map((text) => ({text, value: null})),
  rows: [{cells: [title, "1,234"].map((text) => ({text, value: null})), isHidden: false}],
});

const TITLES = [
  // title, in CSV, in Markdown
  ["Ace", "Ace", "Ace"],
  ["Ace, King", '"Ace, King"', "Ace, King"],
  ['The "Hero"', '"The ""Hero"""', 'The "Hero"'],
  ["A | B", "A | B", "A \\| B"],
  ["back\\slash|", "back\\slash|", "back\\\\slash\\|"],
  ["Watari-kun's ****** Is", "Watari-kun's ****** Is", "Watari-kun's \\*\\*\\*\\*\\*\\* Is"],
  ["[a](javascript:1)", "[a](javascript:1)", "\\[a\\](javascript:1)"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"],
  ["ワンピース", "ワンピース", "ワンピース"],
  ["two\nlines", '"two\nlines"', "two\nlines"],
];
for (const [title, csv, markdown] of TITLES) {
  test(`${JSON.stringify(title)} stays in its cell`, () => {
    assert.equal(toCsv(tableOf(title)), `Show,Downloads\r\n${csv},1234\r\n`);
    if (title.includes("\n")) return; // readTable has no line breaks
    assert.equal(toMarkdown(tableOf(title)), `| Show | Downloads |\n| --- | ---: |\n| ${markdown} | 1,234 |`);
    assert.equal(toText(tableOf(title)), `Show\tDownloads\n${title}\t1,234`);
  });
}

test("a line break in a title is a space", () => {
  assert.equal(toText(read("<tr><td>two\n lines</td></tr>")), "two lines");
});

test("columns of numbers stand right, also where one is missing; a table without a head has an empty one", () => {
  const markdown = toMarkdown(
    read(
      "<tr><th>a</th><td>92%</td><td>x</td></tr><tr><th>b</th><td>−5%</td><td>3</td></tr><tr><th>c</th><td>–</td><td>y</td></tr>",
    ),
  );
  assert.deepEqual(markdown.split("\n").slice(0, 3), ["|  |  |  |", "| --- | ---: | --- |", "| a | 92% | x |"]);
});

test("a post says what the table is and where it is from", () => {
  const post = toPost(tableOf("Ace"), {title: "Week *1*", address: "https://example.org/week/"});
  assert.match(post, /^\*\*Week \\\*1\\\*\*\*\n\n\| Show/);
  assert.ok(post.endsWith("\n\n<https://example.org/week/>\n"));
});

test("files have names that every system takes", () => {
  assert.equal(nameFile("week-2026-W03", "csv"), "nyaastats-week-2026-W03.csv");
  assert.equal(nameFile("Ranma½: Ōgon / ワン", "svg"), "nyaastats-Ranma1-2-O-gon.svg");
});
