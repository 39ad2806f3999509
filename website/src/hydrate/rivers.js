// The river of a page in a browser.

import {decodeSeason} from "../components/lib/seasonDocument.js";
import {hydrateRiver} from "../components/river/interaction.js";

/** Take over the page's river, once its season has come: what `hydrateRiver` returns, with the `season`; null without one. */
export async function hydratePageRiver(callbacks = {}) {
  const box = document.querySelector(".river-box[data-src]");
  if (box === null) return null;
  const season = decodeSeason(await (await fetch(box.dataset.src)).json());
  return {season, ...hydrateRiver(box, season, callbacks)};
}
