// A show's tile on its own page: its colour, its letter, and behind it the show's own ribbon, weeks downwards.

import {html, svg} from "../lib/dom.js";
import {initial, Picture} from "../lib/Poster.js";
import {buildRibbonPath} from "../river/ribbonPath.js";

const WIDTH = 124;
const HEIGHT = 176;
/** The part of the tile's width that the week with the most downloads has. */
const WIDEST = 0.78;

/** The tile of `show`; `ranked` are its weeks with a rank. A poster covers it once it has come. */
export function ShowTile({title, poster}, ranked) {
  return html(
    "span",
    {class: "poster show-tile", "aria-hidden": "true"},
    svg(
      "svg",
      {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT},
      svg("rect", {width: WIDTH, height: HEIGHT}),
      svg("path", {class: "tile-ribbon", d: drawRibbon(ranked)}),
      svg("text", {class: "tile-letter", x: 13, y: HEIGHT - 12, "font-size": WIDTH / 2}, initial(title)),
    ),
    Picture(poster, {eager: true}),
  );
}

function drawRibbon(ranked) {
  if (ranked.length === 0) return "";
  const pitch = HEIGHT / ranked.length;
  const largest = Math.max(...ranked.map(({row}) => row.downloads));
  const cells = ranked.map(({row}, index) => {
    const width = (WIDTH * WIDEST * row.downloads) / largest;
    return {x: (WIDTH - width) / 2, y: (index + 0.5) * pitch, width};
  });
  return buildRibbonPath([cells], pitch);
}
