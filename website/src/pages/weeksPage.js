// All weeks, newest first and by season, each with its headline, its first show and its downloads.

import {seasonAddress, showAddress, weekAddress} from "../components/lib/address.js";
import {qualify} from "../components/lib/certainty.js";
import {html} from "../components/lib/dom.js";
import {formatWeekDates, pluralize} from "../components/lib/format.js";
import {linkTitles} from "../components/lib/linkTitles.js";
import {summarizeWeek} from "../components/week/week.js";

/** What the page is made from. */
export const selectWeeks = (site) => ({
  weeks: site.weeks.map((chart) => summarizeWeek(site, chart)),
});

/** The page `{title, description, slots}`. */
export function weeksPage({weeks}) {
  return {
    title: "All weeks",
    description: "Every week's anime download ranking, and what happened in it.",
    slots: {
      weeks: groupBySeason(weeks.toReversed()).map(Season),
    },
  };
}

/** Weeks of two seasons stand in the newer one: `[{place, weeks}]`, `place` being null between seasons. */
function groupBySeason(weeks) {
  const groups = [];
  for (const week of weeks) {
    const place = week.places[0] ?? null;
    if (groups.at(-1)?.place?.slug !== place?.slug || groups.length === 0) groups.push({place, weeks: []});
    groups.at(-1).weeks.push(week);
  }
  return groups;
}

const Season = ({place, weeks}) =>
  html(
    "section",
    {class: "section"},
    html("h2", {}, place ? html("a", {href: seasonAddress(place.slug)}, place.season) : "Between seasons"),
    html("ol", {class: "all-weeks", reversed: true}, weeks.map(Week)),
  );

const Week = (week) =>
  html(
    "li",
    {},
    html(
      "div",
      {},
      html("a", {class: "all-weeks-dates", href: weekAddress(week.week)}, formatWeekDates(week.start_date)),
      week.places[0] && html("span", {class: "soft"}, ` week ${week.places[0].number}`),
    ),
    html(
      "div",
      {},
      html("p", {class: "all-weeks-headline"}, linkTitles(week.headline, week.shows)),
      week.first && First(week.first),
    ),
    html("span", {class: "all-weeks-total"}, qualify(pluralize(week.downloads, "download"), week, week)),
  );

const First = ({anilist_id: id, title, colorClass}) =>
  html(
    "span",
    {class: "all-weeks-first"},
    html("span", {class: `swatch ${colorClass}`, "aria-hidden": "true"}),
    " #1 ",
    html("a", {href: showAddress(id)}, title),
  );
