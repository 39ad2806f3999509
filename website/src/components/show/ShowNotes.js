// Notes on a show's numbers: until when they are, how much is estimated, what can still change.

import {certaintyOf} from "../lib/certainty.js";
import {toDate, toDayNumber} from "../lib/days.js";
import {html} from "../lib/dom.js";
import {formatCount, formatDay, formatTime, formatWeekDates} from "../lib/format.js";

/** The fold of a page, from its inputs (`selectShow`) and their facts (`buildFacts`): its summary says the least. */
export function ShowNotes(inputs, facts) {
  const notes = [
    describeEstimates(inputs),
    describeProvisional(inputs),
    describeOutside(inputs, facts),
    describeSeason(facts),
    "First days are the UTC day of an episode's first torrent and the days after it; AniList's dates are Japan's.",
    "An episode's number is that of this season of the show, whatever its torrents are called.",
  ];
  return html(
    "details",
    {class: "fold show-fold"},
    html("summary", {}, html("b", {}, "About these numbers"), " ", html("span", {class: "soft"}, summarize(inputs))),
    html(
      "ul",
      {},
      notes.filter(Boolean).map((note) => html("li", {}, note)),
    ),
  );
}

function summarize({show, page, dataUntil}) {
  const estimated =
    show.downloads_estimated === 0 ? "no estimates" : `${formatCount(show.downloads_estimated)} dated by estimate`;
  const end =
    dataUntil === null
      ? `Data to ${formatDay(findLastDay(page))}; settled`
      : `Data to ${formatTime(dataUntil)}; last day incomplete`;
  return `${end} · ${estimated}`;
}

/** The last day that has downloads. */
const findLastDay = ({episodes}) =>
  toDate(
    Math.max(...episodes.map(({first_date: date, downloads_daily: daily}) => toDayNumber(date) + daily.length - 1)),
  );

function describeEstimates({show: {downloads_estimated: estimated}, attribution}) {
  if (attribution === "observed") {
    return "Downloads are on the day of the scrape that first had them.";
  }
  if (estimated === 0) return "No estimates.";
  return `${formatCount(estimated)} downloads are dated by estimate: between scrapes more than two days apart, or expected since a torrent's last scrape.`;
}

function describeProvisional({weeks, page}) {
  const provisional = weeks.filter((week) => week.row !== null && certaintyOf(week) === "provisional");
  const days =
    page.provisional_from === null
      ? null
      : `Days from ${formatDay(page.provisional_from)} on hold downloads that are expected and not counted yet.`;
  if (provisional.length === 0) return days;
  const dates = provisional.map(({start_date: start}) => formatWeekDates(start)).join(", ");
  return `Provisional until every torrent is scraped again: ${dates}.`;
}

function describeOutside({show}, {outside, ranked}) {
  if (outside <= 0 || ranked.length === 0) return null;
  const inside = formatCount(show.downloads - outside);
  return `${formatCount(outside)} downloads are outside the weeks in which it is ranked; in these weeks it had ${inside}.`;
}

function describeSeason({season}) {
  if (season === null) return null;
  return `A season's rank is by the downloads in its weeks: ${formatCount(season.summary.season_downloads)} in ${season.season}.`;
}
