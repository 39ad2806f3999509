// The front page: the season's headline, the river, and the newest finished week as a list.

import {qualify} from "../components/lib/certainty.js";
import {formatShortDay, formatWeekDates} from "../components/lib/format.js";
import {Headline, SeasonLine} from "../components/ranking/Headline.js";
import {formatWeekTitle, WeekList} from "../components/ranking/WeekList.js";
import {RiverBox} from "../components/river/River.js";

const TOP = 3;

/**
 * The page of a season (the view model of lib/season.js): `{title, description, slots}`.
 *
 * The slots `tools` and `chooser` are filled by the script.
 */
export function frontPage({season}) {
  const {currentWeek: week} = season;
  const headline = Headline(season);
  return {
    title: `${season.name} anime download ranking${week ? `, week of ${formatShortDay(week.start_date)}` : ""}`,
    description: [`${headline.textContent}.`, week && describeTop(week)].filter(Boolean).join(" "),
    slots: {
      headline,
      season: SeasonLine(season),
      tools: null,
      river: RiverBox(season),
      "week-title": formatWeekTitle(week),
      chooser: null,
      week: WeekList(season, week),
    },
  };
}

/** "12–18 January 2026: 1. SPY x FAMILY Season 3, 2. ONE PIECE, 3. Digimon Beatbreak." */
function describeTop(week) {
  const shows = week.rankings.slice(0, TOP).map(({rank, title}) => `${rank}. ${title}`);
  return `${qualify(formatWeekDates(week.start_date), week, week.total)}: ${shows.join(", ")}.`;
}
