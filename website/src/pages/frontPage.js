// The front page: the season's headline, the river, and the newest finished week as a list.

import {Headline, SeasonLine} from "../components/ranking/Headline.js";
import {RiverBox} from "../components/river/River.js";
import {WeekList, weekTitle} from "../components/ranking/WeekList.js";
import {weekName} from "../components/lib/format.js";
import {currentWeek, season} from "../components/lib/season.js";

const TOP = 3;

/** The page of `{rankings, shows}`: `{title, description, slots}`; the slots `tools` and `chooser` are the script's. */
export function frontPage({rankings, shows}) {
  const facts = season(rankings, shows);
  const week = currentWeek(facts);
  const headline = Headline(facts);
  return {
    title: `${facts.name}: what everybody downloads`,
    description: [headline.textContent, week && topOf(week)].filter(Boolean).join(" "),
    slots: {
      headline,
      season: SeasonLine(facts),
      tools: null,
      river: RiverBox(facts),
      "week-title": weekTitle(week),
      chooser: null,
      week: WeekList(facts, week),
    },
  };
}

/** "Week 3: 1. SPY x FAMILY Season 3, 2. ONE PIECE, 3. Digimon Beatbreak." */
function topOf({week, complete, rankings}) {
  const shows = rankings.slice(0, TOP).map(({rank, title}) => `${rank}. ${title}`);
  return `${weekName(week)}${complete ? "" : " so far"}: ${shows.join(", ")}.`;
}
