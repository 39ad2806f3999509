// All that is drawn of a comparison, worked out of its shows' days once for chart, heading, list and table.

import {isolate} from "../lib/controls.js";
import {describeFinding, describeShows} from "./finding.js";
import {shortenTitles} from "./shortTitles.js";
import {buildLines} from "./tracks.js";

const WEEK = 7;
/** Room (px, in letters of 16) for a show's name in a heading or a column. */
const NAME_ROOM = 340;

/**
 * The comparison of `tracks` (of tracks.js) by `settings` `{align, y, log}`: `{tracks, names, lines, settings, title, lede,
 * note, label}`, `names` being short ones.
 */
export function buildModel(tracks, settings) {
  const names = shortenTitles(
    tracks.map(({title}) => title),
    {room: NAME_ROOM},
  );
  const words = names.map(isolate);
  const lines = buildLines(tracks, settings).map((line, i) => ({...line, name: names[i]}));
  const finding = findByWeeks(tracks, settings, (line) => words[tracks.findIndex(({id}) => id === line.id)]);
  const title = tracks.length === 1 ? `Compare ${words[0]} with another show` : finding.title;
  const lede = describeShows(tracks, words, settings);
  return {tracks, names, lines, settings, title, lede, note: finding.note, label: `${title}. ${lede}`};
}

/** Days are led by whoever had the last premiere: what is said of them is what their weeks show. */
function findByWeeks(tracks, settings, nameOf) {
  if (settings.y !== "daily") return describeFinding(buildLines(tracks, settings), settings, nameOf);
  const weekly = {...settings, y: "week"};
  const finding = describeFinding(buildLines(tracks, weekly), weekly, nameOf);
  const {note} = finding;
  if (note === null || settings.align === "date") return finding;
  return {...finding, note: {...note, x: (note.x - 1) * WEEK}};
}
