// A season's river as a small picture: no words and no links, and few bytes.

import {svg} from "../lib/dom.js";
import {layOutPicture} from "../river/layout.js";

/** The river of a season in `width` × `height` units, with its first `lanes` ranks. */
export function SmallRiver(season, {width, height, lanes}) {
  const ribbons = layOutPicture(season, {width, height, lanes});
  return svg(
    "svg",
    {class: "small-river", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true"},
    ribbons.map(({colorClass, path}) => svg("path", {class: colorClass, d: path})),
  );
}
