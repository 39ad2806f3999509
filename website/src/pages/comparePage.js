// The compare page before its script: what it needs, and close pairs of the season to begin with.

import {ComparePlace} from "../components/compare/ComparePlace.js";
import {CompareStart} from "../components/compare/CompareStart.js";
import {separateColors} from "../components/compare/distinctColors.js";
import {findClosestPairs} from "../components/compare/pairs.js";
import {buildLines, buildTrack, listPoints} from "../components/compare/tracks.js";

const SETTINGS = {align: "premiere", y: "week", log: false};
const DESCRIPTION = "Put up to six shows of any season side by side: downloads by day, week and episode.";

/** What the page is made from. */
export const selectCompare = (site) => ({
  season: site.season.season,
  pairs: findClosestPairs(listTracks(site), {weeksOf: listCompleteWeeks}).map(({tracks}) =>
    buildLines(separateColors(tracks), SETTINGS),
  ),
  compareAddress: site.viewOf("compare"),
});

/** The season's ranked shows as tracks, best first. */
const listTracks = ({season, pages, colors, dataUntil}) =>
  [...season.shows.values()]
    .filter(({anilist_id: id, seasonal_rank: rank}) => rank !== null && pages.get(id)?.episodes.length > 0)
    .sort((a, b) => a.seasonal_rank - b.seasonal_rank)
    .map(({anilist_id: id, title}) => buildTrack({id, title, colorClass: colors.get(id)}, pages.get(id), dataUntil));

const listCompleteWeeks = (track) =>
  listPoints(track, SETTINGS)
    .filter(({state}) => state !== "unfinished")
    .map(({value}) => value);

/** The page `{title, description, slots}`. */
export function comparePage({season, pairs, compareAddress}) {
  return {
    title: "Compare shows",
    description: DESCRIPTION,
    slots: {
      compare: ComparePlace(compareAddress),
      start: CompareStart({pairs, season, settings: SETTINGS}),
    },
  };
}
