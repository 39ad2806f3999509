// All embeds and badges of a site.
//
//   embed/week/2025-W46.svg · embed/week/latest.svg · embed/season/fall-2025.svg · embed/show/177937.svg
//   badge/show/177937.svg · badge/show/177937.json

import {seasonAddress} from "../../src/components/lib/address.js";
import {drawAt} from "../document.js";
import {toXml} from "../markup.js";
import {toWritable} from "../pictures/fonts.js";
import {viewWeek} from "../pictures/weekView.js";
import {describeOrigin} from "../pictures/words.js";
import {Badge, describeShield} from "./badge.js";
import {SeasonEmbed} from "./seasonEmbed.js";
import {ShowEmbed} from "./showEmbed.js";
import {viewShowWeeks} from "./showView.js";
import {WeekEmbed} from "./weekEmbed.js";

const SHOWS = 10;

/** `[path in the site, text]` of all of them. */
export const listEmbeds = (site) => [
  ...listWeekEmbeds(site),
  ...site.seasonList.map((season) => [`embed/season/${season.slug}.svg`, draw(SeasonEmbed, viewSeason(site, season))]),
  ...[...site.showsById.values()].flatMap((show) => listShowEmbeds(viewShowWeeks(site, show))),
];

function listWeekEmbeds(site) {
  const weeks = site.weeks.filter(({complete, rows}) => complete && rows.length > 0);
  const embeds = weeks.map((week) => [`embed/week/${week.week}.svg`, draw(WeekEmbed, viewWeek(site, week))]);
  return embeds.length === 0 ? [] : [...embeds, ["embed/week/latest.svg", embeds.at(-1)[1]]];
}

const listShowEmbeds = (show) => [
  [`embed/show/${show.id}.svg`, draw(ShowEmbed, show)],
  [`badge/show/${show.id}.svg`, draw(Badge, show)],
  [`badge/show/${show.id}.json`, `${JSON.stringify(describeShield(show))}\n`],
];

const draw = (build, view) => `${drawAt("./", () => toXml(build(view)))}\n`;

/** The season's ranking as published: of all its weeks, the running one too. */
function viewSeason(site, {slug, season, over, settled, shows, model}) {
  const ranked = [...shows.values()].filter((show) => show.seasonal_rank !== null);
  return {
    name: season,
    status: over && settled ? "final" : "so far",
    weeks: model.weeks.filter(({rankings}) => rankings.length > 0).length,
    shows: ranked
      .sort((a, b) => a.seasonal_rank - b.seasonal_rank)
      .slice(0, SHOWS)
      .map((show) => ({
        anilist_id: show.anilist_id,
        rank: show.seasonal_rank,
        title: toWritable({title: show.title, romaji: show.title_romaji}),
        colorClass: site.colors.get(show.anilist_id),
        downloads: show.season_downloads,
      })),
    origin: describeOrigin(site, seasonAddress(slug)),
  };
}
