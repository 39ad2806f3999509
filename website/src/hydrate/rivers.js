// The river of a page in a browser.

import {fill, html} from "../components/lib/dom.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {hydrateRiver} from "../components/river/interaction.js";

/**
 * Take over the page's river, once its season has come: what `hydrateRiver` returns, with the `season`; null without one.
 * The show that the address names (`?show=21`) is selected, and all ranks are drawn where it needs them.
 */
export async function hydratePageRiver(callbacks = {}) {
  const box = document.querySelector(".river-box[data-src]");
  if (box === null) return null;
  const season = decodeSeason(await (await fetch(box.dataset.src)).json());
  const river = hydrateRiver(box, season, callbacks);
  const show = readShow(location.search);
  const needsAll = season.shows.has(show) && !river.isDrawn(show);
  const tools = document.querySelector('[data-slot="river-tools"]');
  if (tools && river.hiddenLanes > 0) fill(tools, RanksButton(season, river, {all: needsAll}));
  if (season.shows.has(show)) river.select(show);
  return {season, ...river};
}

/** The show (an id) that an address asks for; null when it names none. */
export const readShow = (search) => Number(new URLSearchParams(search).get("show")) || null;

/** The button that shows all ranks and then the first again: it says what it will do. */
function RanksButton({weeks}, river, {all}) {
  const ranks = Math.max(...weeks.map(({rankings}) => rankings.length));
  const nameAction = (isOpen) => (isOpen ? `Show top ${ranks - river.hiddenLanes}` : `Show all ${ranks} ranks`);
  const button = html("button", {class: "button", type: "button"});
  let shown = false;
  const show = (isOpen) => {
    fill(button, nameAction(isOpen));
    if (isOpen !== shown) river.setAll({all: isOpen});
    shown = isOpen;
  };
  button.addEventListener("click", () => show(!shown));
  show(all);
  return button;
}
