// Each show has a small feed of its finished weeks, with the numbers of the weeks' documents.

import assert from "node:assert/strict";
import test from "node:test";
import {JSDOM} from "jsdom";
import {listShowFeeds} from "../../scripts/feeds/showFeeds.js";
import {buildSite} from "../../scripts/site.js";
import {formatCount} from "../../src/components/lib/format.js";
import {buildDocuments} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {buildRandomDocuments} from "../fixtures/randomWeeks.js";

const read = (data, options) =>
  new Map(
    listShowFeeds(buildSite(data, options)).map(([name, text]) => [
      name,
      new JSDOM(text, {contentType: "application/xml"}).window.document.documentElement,
    ]),
  );
const entriesOf = (feed) => [...feed.getElementsByTagName("entry")];
const textOf = (element, name) => [...element.children].find((child) => child.localName === name)?.textContent;

for (const seed of [1, 2, 3]) {
  test(`rank and downloads of each finished week are those of its document (seed ${seed})`, () => {
    const data = buildRandomDocuments(seed);
    const feeds = read(data);
    for (const {week, rows} of data.weeks.filter(({complete}) => complete)) {
      for (const {anilist_id: id, rank, downloads} of rows) {
        const entry = entriesOf(feeds.get(`show/${id}/feed.xml`)).find((item) => textOf(item, "id").endsWith(week));
        assert.ok(textOf(entry, "title").endsWith(`: #${rank}, ${formatCount(downloads)} downloads`));
      }
    }
  });
}

test("weeks in which the show is not ranked, or which are not over, have no entry", () => {
  const data = buildDocuments();
  data.weeks[0].rows = data.weeks[0].rows.slice(0, 2);
  const feed = read(data).get("show/3/feed.xml");
  assert.deepEqual(
    entriesOf(feed).map((entry) => textOf(entry, "id")),
    ["tag:nyaastats.invalid,2025:show/3/2025-W41"],
  );
});

test("an entry has both times, says what is provisional, and what was corrected", () => {
  const correction = {
    week: "2025-W40",
    anilist_id: 1,
    title: "Ace",
    published_until: "2025-10-06T05:00:00Z",
    published_rank: 2,
    rank: 1,
    published_downloads: 9850,
    downloads: 10_000,
  };
  const [open, corrected] = entriesOf(read(buildDocuments({corrections: [correction]})).get("show/1/feed.xml"));
  assert.match(textOf(open, "summary"), /provisional/);
  assert.equal(textOf(corrected, "title"), "29 September – 5 October 2025: #2, 9,850 downloads");
  assert.equal(
    textOf(corrected, "summary"),
    "#2, 9,850 downloads, corrected since: 9,850 → 10,000 downloads, #2 → #1.",
  );
  assert.equal(textOf(corrected, "published"), "2025-10-06T00:00:00Z");
  assert.equal(textOf(corrected, "updated"), "2025-10-13T00:00:00Z");
});

test("addresses lead to the week's page from where the feed stands, and are absolute with the site's address", () => {
  const link = (data, options) => entriesOf(read(data, options).get("show/1/feed.xml"))[0].querySelector("link");
  assert.equal(link(buildDocuments()).getAttribute("href"), "../../week/2025-W41/");
  const siteUrl = "https://example.org/sub/";
  assert.equal(link(buildDocuments(), {siteUrl}).getAttribute("href"), `${siteUrl}week/2025-W41/`);
});

test("titles stay text, and a feed is small", () => {
  const files = listShowFeeds(buildSite(buildDocuments({titles: HOSTILE})));
  for (const [i, [, text]] of files.entries()) {
    const {documentElement: feed} = new JSDOM(text, {contentType: "application/xml"}).window.document;
    assert.equal(textOf(feed, "title"), `${HOSTILE[i]} by week (made-up numbers)`);
    assert.ok(text.length < 3000, String(text.length));
  }
});
