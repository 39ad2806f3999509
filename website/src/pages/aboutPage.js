// The about page: what the numbers are, with this run's own figures in its slots.

import {CountsToDays} from "../components/about/CountsToDays.js";
import {FirstEditions} from "../components/about/FirstEditions.js";
import {MatchRate} from "../components/about/MatchRate.js";
import {MatchScore} from "../components/about/MatchScore.js";
import {ScraperGaps} from "../components/about/ScraperGaps.js";
import {WorkedExample} from "../components/about/WorkedExample.js";
import {toDayTime, WEEK} from "../components/lib/days.js";
import {html} from "../components/lib/dom.js";
import {formatTime} from "../components/lib/format.js";

/** What the page is made from. */
export const selectAbout = ({report, reasons, weeks, season, events}) => ({
  report,
  reasons,
  gaps: listGaps(events.events, season, weeks),
  exampleStart: weeks.find(({week}) => week === report.example?.week?.week)?.start_date ?? null,
});

/** The scraper's gaps that reach into the season's weeks. */
function listGaps(events, season, weeks) {
  const [from, last] = [season.first_week, season.last_week].map((name) => weeks.find(({week}) => week === name));
  if (!from || !last) return [];
  const [start, end] = [toDayTime(from.start_date), toDayTime(last.start_date) + WEEK];
  return events.filter(
    ({kind, at, until}) => kind === "scraper_gap" && toDayTime(until) > start && toDayTime(at) < end,
  );
}

/** What stands in `about.md`'s slots: `{title, description, slots}`. */
export function aboutPage({report, exampleStart, reasons, gaps}) {
  return {
    title: "About the numbers",
    description: "What the download counts are and are not, how a torrent becomes a number, and the data to download.",
    slots: {
      run: html("p", {class: "soft"}, `${report.season} · data until ${formatTime(report.data_until)}`),
      example: WorkedExample(report.example, exampleStart),
      counts: CountsToDays(report),
      gaps: ScraperGaps(gaps, report.season),
      revision: FirstEditions(report.revision),
      "match-rate": MatchRate(report, reasons),
      "match-score": MatchScore(report),
    },
  };
}
