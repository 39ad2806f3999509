// Rows and cards of shows, bound to the river: what is pointed at in one place is lit in the other.

/**
 * Watch the elements with `data-show` within `roots`, also those that come later: `onPoint(ids)` is called with a set of
 * one id when a show is pointed at or focused, with null when none is. Returned: `highlight(id)` lights the elements of a
 * show, null for none.
 */
export function bindShows(roots, {onPoint}) {
  let pointed = null;
  const point = (id) => {
    if (id === pointed) return;
    pointed = id;
    onPoint(id === null ? null : new Set([id]));
  };
  for (const root of roots) {
    root.addEventListener("pointerover", ({target, pointerType}) => pointerType === "mouse" && point(showOf(target)));
    root.addEventListener("pointerleave", () => point(null));
    root.addEventListener("focusin", ({target}) => point(showOf(target)));
    root.addEventListener("focusout", ({relatedTarget}) => root.contains(relatedTarget) || point(null));
  }
  return {highlight: (id) => roots.forEach((root) => highlight(root, id))};
}

function showOf(element) {
  const id = element.closest("[data-show]")?.dataset.show;
  return id === undefined ? null : Number(id);
}

function highlight(root, id) {
  for (const element of root.querySelectorAll("[data-show]")) {
    element.classList.toggle("highlighted", Number(element.dataset.show) === id);
  }
}
