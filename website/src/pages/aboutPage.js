// The about page: what the numbers are, with this run's own figures in its slots.

import {CountsToDays} from "../components/about/CountsToDays.js";
import {FirstEditions} from "../components/about/FirstEditions.js";
import {MatchRate} from "../components/about/MatchRate.js";
import {MatchScore} from "../components/about/MatchScore.js";
import {WorkedExample} from "../components/about/WorkedExample.js";
import {html} from "../components/lib/dom.js";
import {formatTime} from "../components/lib/format.js";

/** What the page is made from. */
export const selectAbout = ({report, reasons, weeks}) => ({
  report,
  reasons,
  exampleStart: weeks.find(({week}) => week === report.example?.week?.week)?.start_date ?? null,
});

/** What stands in `about.md`'s slots: `{title, description, slots}`. */
export function aboutPage({report, exampleStart, reasons}) {
  return {
    title: "About the numbers",
    description: "What the download counts are and are not, how a torrent becomes a number, and the data to download.",
    slots: {
      run: html("p", {class: "soft"}, `${report.season} · data until ${formatTime(report.data_until)}`),
      example: WorkedExample(report.example, exampleStart),
      counts: CountsToDays(report),
      revision: FirstEditions(report.revision),
      "match-rate": MatchRate(report, reasons),
      "match-score": MatchScore(report),
    },
  };
}
