// Every page of the site: its name, the template it is made of, and what it is made from.
//
//   index · week · week/2025-W46 · season · season/fall-2025 · show/177937 · about · compare · 404
//   records · films · shows · groups · groups/fall-2025 · data · embed
//
// A page is made of its `inputs`, which are plain data, and of nothing else: with the same ones it is not made again.

import {aboutPage, selectAbout} from "../src/pages/aboutPage.js";
import {comparePage, selectCompare} from "../src/pages/comparePage.js";
import {dataPage, selectData} from "../src/pages/dataPage.js";
import {embedPage, selectEmbed} from "../src/pages/embedPage.js";
import {filmsPage, selectFilms} from "../src/pages/filmsPage.js";
import {frontPage, selectFront} from "../src/pages/frontPage.js";
import {groupsPage, selectGroups} from "../src/pages/groupsPage.js";
import {notFoundPage} from "../src/pages/notFoundPage.js";
import {recordsPage, selectRecords} from "../src/pages/recordsPage.js";
import {seasonPage, selectSeason} from "../src/pages/seasonPage.js";
import {seasonsPage, selectSeasons} from "../src/pages/seasonsPage.js";
import {selectShow, showPage} from "../src/pages/showPage.js";
import {selectShows, showsPage} from "../src/pages/showsPage.js";
import {selectWeek, weekPage} from "../src/pages/weekPage.js";
import {selectWeeks, weeksPage} from "../src/pages/weeksPage.js";

/**
 * The pages of a site (as `buildSite` gives it), each `{name, template, inputs, build}`: `build(inputs)` returns
 * `{title, description, slots}`.
 */
export function listPages(site) {
  return [
    {name: "index", template: "index", inputs: selectFront(site), build: frontPage},
    {name: "about", template: "about", inputs: selectAbout(site), build: aboutPage},
    {name: "compare", template: "compare", inputs: selectCompare(site), build: comparePage},
    {name: "404", template: "404", inputs: {}, build: notFoundPage},
    {name: "week", template: "weeks", inputs: selectWeeks(site), build: weeksPage},
    {name: "season", template: "seasons", inputs: selectSeasons(site), build: seasonsPage},
    Page("records", "records", selectRecords(site), recordsPage),
    Page("films", "films", selectFilms(site), filmsPage),
    Page("shows", "shows", selectShows(site), showsPage),
    Page("groups", "groups", selectGroups(site, site.season), groupsPage),
    ...site.seasonList.map((season) => Page(`groups/${season.slug}`, "groups", selectGroups(site, season), groupsPage)),
    Page("data", "data", selectData(site), dataPage),
    Page("embed", "embed", selectEmbed(site), embedPage),
    ...site.weeks.map((week) => Page(`week/${week.week}`, "week", selectWeek(site, week), weekPage)),
    ...site.seasonList.map((season) => Page(`season/${season.slug}`, "season", selectSeason(site, season), seasonPage)),
    ...[...site.showsById.values()].map((show) =>
      Page(`show/${show.anilist_id}`, "show", selectShow(site, show), showPage),
    ),
  ];
}

const Page = (name, template, inputs, build) => ({name, template, inputs, build});
