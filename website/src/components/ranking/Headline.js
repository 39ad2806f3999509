// The season in one sentence, computed from its finished weeks, and the line that says when the data end.

import {html} from "../lib/dom.js";
import {moment, plural, weekName} from "../lib/format.js";
import {currentWeek} from "../lib/season.js";

const NAMED = 3;

/** Who led the season: "SPY x FAMILY Season 3 led 16 of 16 weeks.", with the titles linked to their pages. */
export function Headline(season) {
  return html("span", {class: "headline"}, sentence(season));
}

/** "Fall 2025 · data until 20 January 2026 at 11:57 UTC · Week 4 is still running". */
export function SeasonLine({name, dataUntil, weeks}) {
  const running = weeks.findLast((week) => !week.complete);
  return html(
    "span",
    {class: "season-line"},
    html("b", {}, name),
    ` · data until ${moment(dataUntil)}`,
    running && ` · ${weekName(running.week)} is still running`,
  );
}

/** The shows that led most often, `{ids, led, weeks}`: a week is led by its first rank, and only finished weeks count. */
export function leaders({weeks}) {
  const firsts = weeks.filter((week) => week.complete && week.rankings.length > 0).map(({rankings}) => rankings[0]);
  const led = new Map();
  for (const {anilist_id: id} of firsts) led.set(id, (led.get(id) ?? 0) + 1);
  const most = Math.max(0, ...led.values());
  return {ids: [...led.keys()].filter((id) => led.get(id) === most), led: most, weeks: firsts.length};
}

function sentence(season) {
  const {ids, led, weeks} = leaders(season);
  if (weeks === 0) return beginning(season);
  if (ids.length === 1) return [title(season, ids[0]), ` led ${led} of ${plural(weeks, "week")}.`];
  if (ids.length > NAMED) return `${plural(ids.length, "show")} led ${plural(led, "week")} each of ${weeks}.`;
  return [listed(ids.map((id) => title(season, id))), ` led ${plural(led, "week")} each of ${weeks}.`];
}

function beginning(season) {
  const week = currentWeek(season);
  if (week === null) return `No download of ${season.name} has been counted yet.`;
  return [title(season, week.rankings[0].anilist_id), ` leads ${weekName(week.week)}, which is still running.`];
}

/** Three names → name, ", ", name, " and ", name. */
function listed(names) {
  const last = names.length - 1;
  return names.flatMap((name, index) => [index === 0 ? null : index === last ? " and " : ", ", name]);
}

/** A show's title, linked when it has a page. */
function title({shows, weeks}, id) {
  const show = shows.get(id);
  if (show) return html("a", {href: `./show/${id}`}, show.title);
  return weeks.flatMap(({rankings}) => rankings).find((one) => one.anilist_id === id).title;
}
