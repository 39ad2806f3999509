// The river of a page in a browser.

import {fill, html} from "../components/lib/dom.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {hydrateRiver} from "../components/river/interaction.js";

/**
 * Take over the page's river, once its season has come: what `hydrateRiver` returns, with the `season`; null without one.
 * The show that the address names (`?show=21`) is selected.
 */
export async function hydratePageRiver(callbacks = {}) {
  const box = document.querySelector(".river-box[data-src]");
  if (box === null) return null;
  const season = decodeSeason(await (await fetch(box.dataset.src)).json());
  const river = hydrateRiver(box, season, callbacks);
  const tools = document.querySelector('[data-slot="river-tools"]');
  if (tools && river.hiddenLanes > 0) fill(tools, RanksButton(season, river));
  const show = readShow(location.search);
  if (season.shows.has(show)) river.select(show);
  return {season, ...river};
}

/** The show (an id) that an address asks for; null when it names none. */
export const readShow = (search) => Number(new URLSearchParams(search).get("show")) || null;

/** The button that shows all ranks and then the first again: it says what it will do. */
function RanksButton({weeks}, river) {
  const ranks = Math.max(...weeks.map(({rankings}) => rankings.length));
  const names = {false: `Show all ${ranks} ranks`, true: `Show top ${ranks - river.hiddenLanes}`};
  let all = false;
  const button = html("button", {class: "button", type: "button"}, names[all]);
  button.addEventListener("click", () => {
    all = !all;
    fill(button, names[all]);
    river.setAll({all});
  });
  return button;
}
