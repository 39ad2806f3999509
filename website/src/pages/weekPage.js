// A week for ever: its headline, recap, chart, movers, records, corrections, and the river up to then.

import {describeCertainty} from "../components/lib/certainty.js";
import {html} from "../components/lib/dom.js";
import {linkTitles} from "../components/lib/linkTitles.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {RiverBox, RiverTools} from "../components/river/River.js";
import {Hatching, KeySample} from "../components/week/Hatching.js";
import {Headline} from "../components/week/Headline.js";
import {describeHeadline, findLead} from "../components/week/headlineText.js";
import {WeekCorrections} from "../components/week/WeekCorrections.js";
import {CopyButtons, WeekFacts} from "../components/week/WeekFacts.js";
import {TOP, WeekList} from "../components/week/WeekList.js";
import {WeekMovers} from "../components/week/WeekMovers.js";
import {WeekRecords} from "../components/week/WeekRecords.js";
import {WeekSteps, WeekStepsFoot} from "../components/week/WeekSteps.js";
import {describeTotals, explainCertainty, nameWeek} from "../components/week/words.js";
import {describeWeek} from "../components/week/weekText.js";
import {selectWeekModel} from "../components/week/week.js";

/** What the page of `chart`, an element of `site.weeks`, is made from. */
export const selectWeek = (site, chart) => ({
  week: selectWeekModel(site, chart),
  river: site.riverAt(chart.week),
  riverAddress: site.viewOf(chart.week),
  picture: site.pictureAddress(`week/${chart.week}-tall`),
});

/** The page `{title, description, slots}`. */
export function weekPage({week, river, riverAddress, picture}) {
  const [season, show] = [river && decodeSeason(river), findLead(week)];
  return {
    title: `Anime downloads, ${nameWeek(week)}`,
    description: `${describeHeadline(week)}. ${describeTotals(week)}.`,
    slots: {
      steps: WeekSteps(week),
      headline: Headline(week),
      recap: Recap(week),
      facts: WeekFacts(week),
      copy: CopyButtons(describeWeek(week), {picture}),
      "list-title": week.rows.length > TOP.week ? `Top ${TOP.week}` : "Ranking",
      "list-note": Key(week),
      list: [Hatching(), WeekList(week, {top: TOP.week, bars: true})],
      movers: WeekMovers(week),
      records: WeekRecords(week),
      corrections: WeekCorrections(week),
      "river-title": "The season up to this week",
      "river-tools": season && RiverTools(season, {show}),
      river: season
        ? RiverBox(season, {src: riverAddress, week: week.week, show})
        : html("p", {class: "soft"}, "This week is in no season's river."),
      "more-steps": WeekStepsFoot(week),
    },
  };
}

function Recap(week) {
  const certainty = describeCertainty(week, week);
  return [
    certainty && html("p", {class: "certainty"}, explainCertainty(week)),
    week.recap.map(({text, shows}) => html("p", {}, linkTitles(text, shows))),
  ];
}

function Key(week) {
  if (week.rows.length === 0) return null;
  return [
    html("span", {}, KeySample("counted"), " counted"),
    html("span", {}, KeySample("hatched"), " estimated"),
    week.isComparable && html("span", {}, KeySample("tick"), " the week before"),
  ];
}
