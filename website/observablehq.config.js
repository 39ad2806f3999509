// Observable Framework's settings: which pages there are, and the applyRowState that all of them share.

import {readSiteUrl} from "./scripts/settings.js";

// Links are written from the root, "./": the pages are made of this one at any depth (scripts/template.js).
const HEADER = `<nav class="site-nav" aria-label="Site">
<a class="site-name" href="./">nyaa<b>stats</b></a>
<ul>
<li><a href="./week/">Weeks</a></li>
<li><a href="./season/">Seasons</a></li>
<li><a href="./records/">Records</a></li>
<li><a href="./compare/">Compare</a></li>
<li><a href="./about/">About</a></li>
</ul>
<div class="site-search" data-slot="search"></div>
</nav>
<div data-slot="notice"></div>`;

const FOOTER = `<p>Downloads of torrents, not viewers, not streams. Show facts and posters by
<a href="https://anilist.co">AniList</a>. <a href="./feed.xml" type="application/atom+xml">Feed of weekly rankings</a> ·
<a href="./about/">About the numbers</a></p>
<p><a href="./shows/">Shows</a> · <a href="./films/">Films</a> · <a href="./groups/">Groups</a> ·
<a href="./data/">Data</a> · <a href="./embed/">Embed</a></p>`;

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
};
