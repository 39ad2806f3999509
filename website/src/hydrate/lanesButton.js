// "Show all ranks": there only while the river's width leaves some of them out.

import {html} from "../components/lib/dom.js";
import {countLanes} from "../components/river/dimensions.js";

/** A button over the river in `place`; `onAll({all})` is called when a reader wants all rank lanes or only the first. */
export function createLanesButton(place, {weeks}, {onAll}) {
  const ranks = Math.max(...weeks.map(({rankings}) => rankings.length));
  const button = html("button", {type: "button", class: "lanes", "aria-pressed": "false"}, "Show all ranks");
  button.addEventListener("click", () => {
    const all = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(all));
    onAll({all});
  });
  const updateVisibility = () => {
    button.hidden = countLanes(ranks, {width: place.clientWidth, all: false}) === ranks;
  };
  new ResizeObserver(updateVisibility).observe(place);
  updateVisibility();
  return button;
}
