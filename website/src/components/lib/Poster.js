// A show's poster over a coloured tile: the box has its size before the picture comes, and a missing picture leaves the tile.

import {html, svg} from "./dom.js";
import {findOrigin} from "./origin.js";

/**
 * A box of `width` × `height` pixels for `show` (any record with `title`, `poster` and `colorClass`).
 *
 * It is an ornament: the title stands beside it, so nothing here is read aloud. The letter is written by the stylesheet,
 * for text, even where it cannot be selected, would break the line of a table's row that is copied.
 * `eager` is for a poster that is in sight when the page opens.
 */
export function Poster(show, {width, height, eager = false}) {
  const {title, colorClass, poster} = show;
  return html(
    "span",
    {class: `poster ${colorClass}`, "aria-hidden": "true"},
    svg("svg", {width, height, viewBox: `0 0 ${width} ${height}`}, svg("rect", {width: "100%", height: "100%"})),
    html("span", {class: "poster-letter", "data-letter": initial(title)}),
    Picture(poster, {eager}),
  );
}

/** Take away pictures that cannot be loaded, now and later, so that their tiles are seen. */
export function dropBrokenPosters(root) {
  root.addEventListener("error", ({target}) => target.closest?.(".poster") && target.remove(), true);
  for (const picture of root.querySelectorAll(".poster img")) {
    if (picture.complete && picture.naturalWidth === 0) picture.remove();
  }
}

/**
 * The picture at `src`, null where there is none or where the page's policy does not let it in.
 *
 * Its size is the tile's, by the stylesheet; with one of its own a broken picture would cover the tile.
 */
export function Picture(src, {eager}) {
  if (findOrigin(src) === null) return null;
  const loading = eager ? "eager" : "lazy";
  return html("img", {src, loading, alt: "", decoding: "async", referrerpolicy: "no-referrer"});
}

/** The first letter or digit of a title. */
export function initial(title) {
  const first = [...title.normalize("NFC")].find((character) => /[\p{L}\p{N}]/u.test(character));
  return first?.toUpperCase() ?? "";
}
