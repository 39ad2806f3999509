// What is copied to embed a picture: addresses that stay, and titles that break no markup.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {EmbedList} from "../../src/components/embed/EmbedList.js";
import {describeEmbed, listKinds, writeEmbed, writeShield} from "../../src/components/embed/embeds.js";
import {embedPage, selectEmbed} from "../../src/pages/embedPage.js";
import {window} from "../fixtures/document.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const ROOT = "https://anime.test/";
const CHOICE = {
  show: {id: 177937, title: "SPY x FAMILY Season 3"},
  week: {week: "2025-W46", dates: "10–16 November 2025"},
  season: {slug: "fall-2025", season: "Fall 2025"},
};

test("the addresses are those that were published", () => {
  const images = ["show", "badge", "latest", "week", "season"].map((kind) => describeEmbed(kind, CHOICE).image);
  assert.deepEqual(images, [
    "./embed/show/177937.svg",
    "./badge/show/177937.svg",
    "./embed/week/latest.svg",
    "./embed/week/2025-W46.svg",
    "./embed/season/fall-2025.svg",
  ]);
});

test("Markdown, HTML and BBCode, each with the picture and its page", () => {
  const texts = writeEmbed(describeEmbed("show", CHOICE), ROOT);
  assert.deepEqual(texts, [
    {
      name: "Markdown",
      text: "[![Downloads of SPY x FAMILY Season 3](https://anime.test/embed/show/177937.svg)](https://anime.test/show/177937/)",
    },
    {
      name: "HTML",
      text: '<a href="https://anime.test/show/177937/"><img src="https://anime.test/embed/show/177937.svg" alt="Downloads of SPY x FAMILY Season 3"></a>',
    },
    {
      name: "BBCode",
      text: "[url=https://anime.test/show/177937/][img]https://anime.test/embed/show/177937.svg[/img][/url]",
    },
  ]);
});

test("shields.io is told where the badge's numbers are", () => {
  const text = writeShield(CHOICE.show, ROOT);
  assert.equal(
    text,
    "![Downloads of SPY x FAMILY Season 3](https://img.shields.io/endpoint?url=https%3A%2F%2Fanime.test%2Fbadge%2Fshow%2F177937.json)",
  );
});

test("a hostile title stays the picture's text in HTML, and cannot end it in Markdown", () => {
  for (const title of [...HOSTILE, '" onerror="x', "](javascript:1)"]) {
    const [markdown, markup] = writeEmbed(describeEmbed("show", {...CHOICE, show: {id: 1, title}}), ROOT);
    const place = window.document.createElement("div");
    place.innerHTML = markup.text;
    assert.equal(place.querySelectorAll("*").length, 2);
    assert.equal(place.querySelector("img").alt, `Downloads of ${title}`);
    assert.equal(place.querySelector("img").attributes.length, 2);
    assert.match(markdown.text, /^\[!\[(?:[^\\[\]`<>]|\\.)*\]\(https:\/\/anime\.test\/embed\/show\/1\.svg\)\]\(/);
  }
});

test("each kind has its picture and its texts, a badge one more", () => {
  const sections = EmbedList(CHOICE, ROOT);
  assert.deepEqual(
    sections.map((section) => section.querySelectorAll(".snippet").length),
    [3, 4, 3, 3, 3],
  );
  assert.equal(sections[3].querySelector("a").getAttribute("href"), "./week/2025-W46/");
});

test("before the first week there is only the season", () => {
  const page = {
    season: {slug: "fall-2025", season: "Fall 2025", model: {}},
    week: null,
    siteUrl: null,
  };
  const inputs = selectEmbed(page);
  assert.deepEqual(
    listKinds(inputs).map(({kind}) => kind),
    ["season"],
  );
  assert.equal(embedPage(inputs).slots.embeds.children.length, 1);
});

test("the newest week's first show is chosen, and the script finds the choice", () => {
  const week = {
    week: "2025-W46",
    start_date: "2025-11-10",
    rows: [{anilist_id: 177937, title: "SPY x FAMILY Season 3"}],
  };
  const inputs = selectEmbed({week, season: CHOICE.season, siteUrl: ROOT});
  const {embeds} = embedPage(inputs).slots;
  assert.deepEqual(JSON.parse(embeds.dataset.choice), CHOICE);
  assert.equal(embeds.dataset.siteUrl, ROOT);
});
