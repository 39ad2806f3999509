// The bar at the foot of the window: the shows put aside, and the way to their comparison.

import {MAX_SHOWS, stateAddress} from "../compare/state.js";
import {html} from "../lib/dom.js";
import {Poster} from "../lib/Poster.js";

const TILE = {width: 22, height: 31};

/** What the bar holds for `shows` (`{id, title, colorClass}`), at least one. */
export const TrayBar = (shows) => [
  html("ul", {}, shows.map(Chip)),
  html("span", {class: "count"}, `${shows.length} of ${MAX_SHOWS}`),
  html("a", {class: "button primary", href: stateAddress({ids: shows.map(({id}) => id)})}, "Compare"),
  html("button", {type: "button", class: "button", "data-clear": true}, "Clear"),
];

const Chip = ({id, title, colorClass}) =>
  html(
    "li",
    {class: colorClass},
    html(
      "button",
      {type: "button", class: "tray-chip", "data-remove": id, title},
      Poster({title, poster: null, colorClass}, TILE),
      html("span", {class: "visually-hidden"}, "Remove "),
      html("span", {class: "name"}, title),
      html("span", {"aria-hidden": "true"}, "×"),
    ),
  );
