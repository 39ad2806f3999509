// Observable Framework's settings: which pages there are, and the applyRowState that all of them share.

import {listShowPaths, listFilePaths} from "./scripts/paths.js";
import {readSiteUrl} from "./scripts/settings.js";

const HEADER = `<nav class="site-nav" aria-label="Site">
<a class="site-name" href="/">nyaa<b>stats</b></a>
<a href="/about">About the numbers</a>
</nav>
<div data-slot="notice"></div>`;

const FOOTER = `<p>Show facts and posters by <a href="https://anilist.co">AniList</a>. Downloads are public scrape counts;
<a href="/about">what they mean</a>. <a href="/feed.xml" type="application/atom+xml">Feed of weekly rankings</a>.</p>`;

export default {
  root: "src",
  output: "dist.next",
  title: "nyaastats",
  base: new URL(readSiteUrl() ?? "http://localhost/").pathname,
  head: '<link rel="icon" href="/icon.svg" type="image/svg+xml">',
  style: "style.css",
  globalStylesheets: [],
  search: false,
  sidebar: false,
  toc: false,
  pager: false,
  typographer: false,
  linkify: false,
  pages: [],
  header: HEADER,
  footer: FOOTER,
  dynamicPaths: [...listShowPaths(), ...listFilePaths()],
};
