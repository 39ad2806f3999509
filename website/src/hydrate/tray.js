// Shows put aside on any page to be compared: the buttons [data-compare], and the bar that names what was taken.

import {MAX_SHOWS} from "../components/compare/state.js";
import {fill, html} from "../components/lib/dom.js";
import {openTray, toggleShow} from "../components/tray/tray.js";
import {TrayBar} from "../components/tray/TrayBar.js";

const BUTTONS = "[data-compare], .compare-tray [data-remove], .compare-tray [data-clear]";

/** Let every button `[data-compare="ID"]` answer, also those that come into the page later, and show what there is. */
export function hydrateTray() {
  const tray = openTray(findStorage());
  const bar = html("section", {class: "compare-tray", "aria-label": "Shows to compare", hidden: true});
  document.body.append(bar);
  const draw = () => drawTray(bar, tray.read());
  const change = (shows) => {
    tray.write(shows);
    drawTray(bar, shows);
  };
  document.addEventListener("click", ({target}) => {
    const button = target.closest(BUTTONS);
    if (button !== null) change(applyButton(button, tray.read()));
  });
  addEventListener("storage", draw);
  // A page that Back brings from memory is as old as when it was left.
  addEventListener("pageshow", ({persisted}) => persisted && draw());
  draw();
}

/** Where a browser forbids it, even to look at it is an error. */
function findStorage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function applyButton({dataset}, shows) {
  if (dataset.clear !== undefined) return [];
  if (dataset.remove) return shows.filter(({id}) => id !== Number(dataset.remove));
  return toggleShow(shows, {id: Number(dataset.compare), title: dataset.title, colorClass: dataset.color});
}

function drawTray(bar, shows) {
  const hadFocus = bar.contains(document.activeElement);
  fill(bar, shows.length > 0 && TrayBar(shows));
  bar.hidden = shows.length === 0;
  document.body.classList.toggle("has-tray", shows.length > 0);
  if (hadFocus) bar.querySelector("button, a")?.focus();
  for (const button of document.querySelectorAll("[data-compare]")) markButton(button, shows);
}

/** A button says whether its show is in the bar; a seventh show cannot be added. */
function markButton(button, shows) {
  const isTaken = shows.some(({id}) => id === Number(button.dataset.compare));
  button.setAttribute("aria-pressed", isTaken);
  button.disabled = !isTaken && shows.length >= MAX_SHOWS;
}
