// The button that puts a show aside to be compared; its script is hydrate/tray.js.

import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";

/** The button of a show (`{id, title, colorClass}`); without a script it is not there, and its room is. */
export const CompareButton = ({id, title, colorClass}) =>
  html(
    "button",
    {
      type: "button",
      class: "compare-button",
      "data-compare": id,
      "data-title": title,
      "data-color": colorClass,
      "aria-pressed": "false",
      "aria-label": `Compare ${isolate(title)}`,
    },
    "compare",
  );
