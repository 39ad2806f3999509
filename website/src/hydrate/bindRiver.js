// A page's river, bound to the rows and cards of the same shows and to the search: what is pointed at in one place is lit
// in the others.

import {hydratePage} from "./common.js";
import {hydratePageRiver} from "./rivers.js";

/**
 * Take over the page and its river. `roots` hold elements with `data-show`, now or later; `callbacks` are further ones of
 * the river. Returned, once it is there: the river, or null for a page without one.
 */
export async function bindRiver(roots, callbacks = {}) {
  let [river, matches] = [null, null];
  const light = (id) => river?.highlight(id === null ? matches : new Set([id]));
  hydratePage({
    onMatch(ids) {
      matches = ids;
      light(null);
    },
  });
  for (const root of roots) watchShows(root, {onPoint: light});
  const highlight = (id) => roots.forEach((root) => highlightShow(root, id));
  river = await hydratePageRiver({...callbacks, onHover: highlight});
  return river;
}

/** `onPoint(id)` is called when the element of a show is pointed at or focused, with null when none is. */
function watchShows(root, {onPoint}) {
  let pointed = null;
  const point = (id) => {
    if (id === pointed) return;
    pointed = id;
    onPoint(id);
  };
  root.addEventListener("pointerover", ({target, pointerType}) => pointerType === "mouse" && point(showOf(target)));
  root.addEventListener("pointerleave", () => point(null));
  root.addEventListener("focusin", ({target}) => point(showOf(target)));
  root.addEventListener("focusout", ({relatedTarget}) => root.contains(relatedTarget) || point(null));
}

function showOf(element) {
  const id = element.closest("[data-show]")?.dataset.show;
  return id === undefined ? null : Number(id);
}

function highlightShow(root, id) {
  for (const element of root.querySelectorAll("[data-show]")) {
    element.classList.toggle("highlighted", Number(element.dataset.show) === id);
  }
}
