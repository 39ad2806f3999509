// The front page: what happened this week, the season's river, and the week as a list.

import {seasonAddress} from "../components/lib/address.js";
import {describeCertainty} from "../components/lib/certainty.js";
import {html} from "../components/lib/dom.js";
import {formatDay, formatWeekDates} from "../components/lib/format.js";
import {linkTitles} from "../components/lib/linkTitles.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {RiverBox, RiverTools} from "../components/river/River.js";
import {Cards} from "../components/week/Cards.js";
import {Hatching} from "../components/week/Hatching.js";
import {Headline} from "../components/week/Headline.js";
import {describeHeadline, findLead} from "../components/week/headlineText.js";
import {HeadlineChart} from "../components/week/HeadlineChart.js";
import {WeekChooser} from "../components/week/WeekChooser.js";
import {nameList, TOP, WeekList} from "../components/week/WeekList.js";
import {describeTotals} from "../components/week/words.js";
import {selectRanks, selectWeekModel} from "../components/week/week.js";

/** While a season is younger, many come for the end of the one before. */
const YOUNG_WEEKS = 2;

/**
 * What the front page is made from: the newest week with its `ranks`, the current season's river and its `choices` of
 * weeks, the names of all `weeks`, and the season before the current one.
 */
export function selectFront(site) {
  const newest = site.weeks.at(-1)?.week;
  const index = site.seasonList.indexOf(site.season);
  const before = site.seasonList[index - 1];
  return {
    week: site.week && selectWeekModel(site, site.week),
    ranks: site.week && selectRanks(site, site.week),
    season: site.season.season,
    river: site.riverAt(newest),
    riverAddress: site.viewOf(newest),
    choices: site.season.model.weeks.map(({week, start_date, number, complete, settled}) => ({
      week,
      start_date,
      number,
      complete,
      settled,
    })),
    weeks: site.weeks.map(({week}) => week),
    seasonBefore: before ? {slug: before.slug, season: before.season, settled: before.settled} : null,
    dataUntil: site.dataUntil,
  };
}

/** The page `{title, description, slots}`. */
export function frontPage(inputs) {
  const {week, season, river, riverAddress} = inputs;
  const [drawn, show] = [river && decodeSeason(river), week && findLead(week)];
  return {
    title: week ? `${season} anime download ranking, ${formatWeekDates(week.start_date)}` : `${season} anime downloads`,
    description: week ? `${describeHeadline(week)}. ${describeTotals(week)}.` : "No week is ranked yet.",
    slots: {
      ...(week ? describeNews(inputs, week) : EMPTY),
      "river-title": `${season}, week by week`,
      "river-tools": drawn && RiverTools(drawn, {show}),
      river: drawn && RiverBox(drawn, {src: riverAddress, week: week?.week, show}),
      "other-season": OtherSeason(inputs),
    },
  };
}

const EMPTY = {
  eyebrow: null,
  headline: "No week is ranked yet",
  deck: null,
  "headline-chart": null,
  cards: null,
  "list-title": null,
  chooser: null,
  list: null,
};

function describeNews({ranks, choices, weeks, dataUntil}, week) {
  const chart = HeadlineChart(week, ranks);
  return {
    eyebrow: Eyebrow(week, dataUntil),
    headline: Headline(week, {isAlone: chart === null}),
    deck: Deck(week),
    "headline-chart": chart,
    cards: [Hatching(), Cards(week)],
    "list-title": nameList(week),
    chooser: html("div", {"data-weeks": weeks.join(" ")}, WeekChooser(choices, week.week)),
    list: WeekList(week, {top: TOP.front}),
  };
}

function Eyebrow(week, dataUntil) {
  const [place] = week.places;
  const certainty = describeCertainty(week, week);
  return [
    place && html("b", {}, `${place.season}, week ${place.number}`),
    place && " · ",
    formatWeekDates(week.start_date),
    certainty && [" · ", html("b", {}, certainty)],
    html("span", {class: "wide-only"}, ` · data to ${formatDay(dataUntil)}`),
  ];
}

/** The second of the week's facts, else what the recap says after its winner. */
function Deck({facts, recap}) {
  const [fact] = facts;
  if (fact) return html("p", {}, linkTitles(`${fact.text}.`, fact.shows));
  const sentence = recap[1] ?? recap[0];
  return sentence ? html("p", {}, linkTitles(sentence.text, sentence.shows)) : null;
}

/** The season before, while it is what many look for. */
function OtherSeason({seasonBefore, week}) {
  if (!seasonBefore || !week || (week.places[0]?.number ?? 0) > YOUNG_WEEKS) return null;
  const {slug, season, settled} = seasonBefore;
  return html("p", {}, html("a", {href: seasonAddress(slug)}, `${season}'s ${settled ? "final" : "last"} chart →`));
}
