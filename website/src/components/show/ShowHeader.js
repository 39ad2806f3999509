// The head of a show's page: its tile, names, facts from AniList, its rank and its news.

import {seasonAddress} from "../lib/address.js";
import {CompareButton} from "../tray/CompareButton.js";
import {html} from "../lib/dom.js";
import {formatDay, formatShortDay, pluralize} from "../lib/format.js";
import {describeNews, formatLabel, statusLabel} from "./labels.js";
import {ShowTile} from "./ShowTile.js";

const LONG_TITLE = 60;

/** The head of a page, from its inputs (`selectShow`) and their facts (`buildFacts`). */
export function ShowHeader(inputs, facts) {
  const {show} = inputs;
  return html(
    "header",
    {class: `show-header ${show.colorClass}`},
    ShowTile(show, facts.ranked),
    html(
      "div",
      {class: "show-names"},
      html("h1", {class: show.title.length > LONG_TITLE ? "long" : null}, show.title),
      OtherNames(show),
    ),
    html("p", {class: "show-facts"}, listFacts(inputs, facts).join(" · ")),
    News(facts),
    Links(show, facts),
  );
}

function OtherNames({title, title_romaji, title_native}) {
  const native = [title, title_romaji, null].includes(title_native) ? null : html("span", {lang: "ja"}, title_native);
  const romaji = title_romaji === title ? null : html("span", {lang: "ja-Latn"}, title_romaji);
  if (!native && !romaji) return null;
  return html("p", {class: "show-other-names"}, native, native && romaji && " · ", romaji);
}

/** AniList's dates are Japan's, which may be the day after that of the first torrent in UTC. */
function listFacts({show, page, dataUntil}, facts) {
  const {format, status, start_date: start, next_airing: next, last_day: lastDay} = show;
  const isCounted = status === "FINISHED" && lastDay !== null && dataUntil !== null && lastDay > dataUntil.slice(0, 10);
  return [
    formatLabel(format),
    countEpisodes(show, page),
    statusLabel(status),
    start && `from ${formatDay(start)} (Japan)`,
    isCounted && `counted until ${formatDay(lastDay)}`,
    next && status === "RELEASING" && `episode ${next.episode} on ${formatShortDay(next.at)} (UTC)`,
    facts.season?.summary.continuing && "continuing from an earlier season",
  ].filter(Boolean);
}

/** "13 episodes", "16 of 24 episodes" while it airs, "30 episodes counted" where AniList announces no number. */
function countEpisodes({episodes: announced, status}, {episodes: counted}) {
  if (announced === null) return `${pluralize(counted.length, "episode")} counted`;
  const isUnderWay = status === "RELEASING" && counted.length < announced;
  return `${isUnderWay ? `${counted.length} of ` : ""}${pluralize(announced, "episode")}`;
}

function News(facts) {
  const {season, isFinal} = facts;
  if (season === null) return null;
  return html(
    "p",
    {class: "show-news"},
    html("span", {class: "chip"}, `#${season.summary.seasonal_rank} of ${season.shows}`),
    " ",
    html("strong", {}, describeNews(facts)),
    " ",
    html("span", {class: "soft"}, `${season.season}${isFinal ? "" : " so far"}`),
  );
}

function Links({url, anilist_id: id, title, colorClass}, {season}) {
  const arrow = html("span", {"aria-hidden": "true"}, "↗");
  return html(
    "p",
    {class: "show-tools"},
    CompareButton({id, title, colorClass}),
    season && html("a", {class: "button", href: `${seasonAddress(season.slug)}?show=${id}`}, "Show in river"),
    html("a", {class: "button", href: url, rel: "noopener"}, "AniList\u00A0", arrow),
  );
}
