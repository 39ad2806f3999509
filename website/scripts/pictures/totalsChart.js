// The downloads of all series by week as bars, the newest in the accent, their estimated ends paler.

import {svg} from "../../src/components/lib/dom.js";
import {formatShortDay} from "../../src/components/lib/format.js";
import {mix} from "../tokens.js";
import {COLORS, PALE, round, Text} from "./canvas.js";

const BAR = 0.72;

/** The chart of a week (of weekView.js) in a box `{left, right, top, bottom}`; `soft` is the colour of its notes. */
export function TotalsChart({totals, race}, {left, right, top, bottom, soft}) {
  const [step, scale] = [(right - left) / totals.length, (bottom - top) / Math.max(1, ...totals.map(([sum]) => sum))];
  const last = totals.length - 1;
  return totals.map(([sum, estimated], i) => {
    const color = i === last ? COLORS["--accent"] : COLORS["--grey"];
    const box = {x: round(left + (i + (1 - BAR) / 2) * step), width: round(step * BAR)};
    const [y, pale] = [bottom - sum * scale, mix(color, COLORS["--page"], PALE)];
    const middle = left + (i + 0.5) * step;
    return [
      svg("rect", {...box, y: round(y), height: round(estimated * scale), fill: pale}),
      svg("rect", {...box, y: round(y + estimated * scale), height: round((sum - estimated) * scale), fill: color}),
      i % 5 === last % 5 &&
        Text(formatShortDay(race[i].start_date), {x: middle, y: bottom + 42, size: 20, fill: soft, anchor: "middle"}),
    ];
  });
}
