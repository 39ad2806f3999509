// All pictures of a site: what each shows, its source as SVG, and its address, which changes with the source.
//
//   week/2025-W46 · week/2025-W46-tall · story/2025-W46 · season/fall-2025 · show/177937
//   ──► picture/week/2025-W46-<hash>.png

import {createHash} from "node:crypto";
import {drawAt} from "../document.js";
import {toXml} from "../markup.js";
import {describeSeasonPicture, SeasonPicture} from "./seasonPicture.js";
import {viewSeason} from "./seasonView.js";
import {describeShowPicture, ShowPicture} from "./showPicture.js";
import {viewShow} from "./showView.js";
import {describeStoryPicture, StoryPicture} from "./storyPicture.js";
import {describeWeekPicture, WeekPicture} from "./weekPicture.js";
import {describeWeekTallPicture, WeekTallPicture} from "./weekTallPicture.js";
import {viewWeek} from "./weekView.js";

const WIDE = {width: 1200, height: 630};
const TALL = {width: 1080, height: 1350};
const SQUARE = {width: 1080, height: 1080};

/**
 * The pictures of a site (as `buildSite` gives it), a Map from names to `{name, alt, width, height, source}`: `name` is its
 * path in the site, `alt` what it shows in words, `source` its SVG. A picture has the name of the page that it is of;
 * a week has two more, `week/2025-W46-tall` and `story/2025-W46`. A week that is not over has none.
 */
export function listPictures(site) {
  const weeks = site.weeks.filter(({complete, rows}) => complete && rows.length > 0);
  return new Map([
    ...weeks.flatMap((week) => listWeekPictures(viewWeek(site, week))),
    ...site.seasonList.flatMap((season) => listSeasonPicture(season.slug, viewSeason(site, season))),
    ...[...site.showsById.values()].flatMap((show) => listShowPicture(viewShow(site, show))),
  ]);
}

const listWeekPictures = (view) => [
  Picture(`week/${view.week}`, WIDE, describeWeekPicture(view), () => WeekPicture(view)),
  Picture(`week/${view.week}-tall`, TALL, describeWeekTallPicture(view), () => WeekTallPicture(view)),
  Picture(`story/${view.week}`, SQUARE, describeStoryPicture(view), () => StoryPicture(view)),
];

const listSeasonPicture = (slug, view) =>
  view === null ? [] : [Picture(`season/${slug}`, WIDE, describeSeasonPicture(view), () => SeasonPicture(view))];

const listShowPicture = (view) =>
  view === null ? [] : [Picture(`show/${view.id}`, WIDE, describeShowPicture(view), () => ShowPicture(view))];

function Picture(page, size, alt, build) {
  const source = drawAt("./", () => toXml(build()));
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 10);
  return [page, {name: `picture/${page}-${hash}.png`, alt, ...size, source}];
}

/** The picture of the page `page`; a page without one has that of the newest week (the front page) or of the season. */
export function pictureOf({pictures, weeks, seasons}, page) {
  const newest = weeks.findLast(({week}) => pictures.has(`week/${week}`))?.week;
  const names = [page, page === "index" && `week/${newest}`, `season/${seasons.current}`, `week/${newest}`];
  const name = names.find((candidate) => pictures.has(candidate));
  return name === undefined ? null : pictures.get(name);
}
