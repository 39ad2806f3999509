// Who published a show's torrents, and in which resolutions: one bar each, with its legend.

import {html, svg} from "../lib/dom.js";
import {formatCount, formatPercent} from "../lib/format.js";

/** As many parts have a tone of their own; the others share the last. */
const PARTS = 3;
const BAR = {width: 360, height: 26};

/** The section of `groups` (of `shows/<id>.json`); null for a show without any. */
export function ShowGroups(groups, colorClass) {
  if (groups.length === 0) return null;
  return html(
    "section",
    {class: `show-groups ${colorClass}`, "aria-labelledby": "groups"},
    html("h3", {id: "groups"}, "Groups and resolutions"),
    Split(
      "Release groups",
      groups.map(({name, downloads}) => ({name: name ?? "no group named", downloads})),
    ),
    Split("Resolutions", sumResolutions(groups)),
  );
}

function sumResolutions(groups) {
  const sums = new Map();
  for (const {resolution, downloads} of groups.flatMap(({resolutions}) => resolutions)) {
    const name = resolution ?? "not named";
    sums.set(name, (sums.get(name) ?? 0) + downloads);
  }
  return [...sums].map(([name, downloads]) => ({name, downloads})).sort((a, b) => b.downloads - a.downloads);
}

/** The largest parts and the sum of the others, the most downloads first. */
export function mergeParts(parts) {
  if (parts.length <= PARTS + 1) return parts;
  const others = parts.slice(PARTS);
  const downloads = others.reduce((sum, part) => sum + part.downloads, 0);
  return [...parts.slice(0, PARTS), {name: `${others.length} others`, downloads}];
}

function Split(title, all) {
  const parts = mergeParts(all);
  const total = parts.reduce((sum, {downloads}) => sum + downloads, 0);
  if (total === 0) return null;
  return html(
    "div",
    {class: "split"},
    SplitBar(parts, total),
    html(
      "ul",
      {class: "key", "aria-label": title},
      parts.map(({name, downloads}, index) =>
        html(
          "li",
          {},
          html("span", {class: `swatch tint-${index}`}),
          " ",
          html("b", {}, name),
          ` ${formatCount(downloads)} · ${formatPercent(downloads / total)}`,
        ),
      ),
    ),
  );
}

function SplitBar(parts, total) {
  let x = 0;
  const rects = parts.map(({downloads}, index) => {
    const width = (BAR.width * downloads) / total;
    x += width;
    return svg("rect", {
      class: `tint-${index}`,
      x: (x - width).toFixed(1),
      width: Math.max(0, width - 1).toFixed(1),
      height: BAR.height,
    });
  });
  const box = {viewBox: `0 0 ${BAR.width} ${BAR.height}`, preserveAspectRatio: "none", "aria-hidden": "true"};
  return svg("svg", box, rects);
}
