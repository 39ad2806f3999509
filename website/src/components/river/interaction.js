// The river in a browser: hover, touch and keys select and highlight shows.

import {fill, html} from "../lib/dom.js";
import {findCell, findNearest, listWeekCells, stepCell} from "./hitTest.js";
import {RiverView} from "./view.js";

const TOUCH_REACH = 24;

/**
 * Take over the river in a box (as `RiverBox` makes it). `onSelect(id)` is called when a reader selects a show by touch,
 * `onHover(id)` when a show is pointed at or focused, null for none; `onWeek(week)` when a date (`2025-W46`) is chosen:
 * without it, a date is a link to its week's page.
 *
 * Returned: `select(id)` selects a show without a call of `onSelect`; `highlight(ids)` highlights a set of shows besides
 * the selected one, null for none; `setWeek(week)` lights a week's row, null for none; `setAll({all})` draws all the rank
 * lanes or the first of them; `redraw()` draws again; `hiddenLanes` is how many lanes are not drawn at first, and `isDrawn(id)`
 * says whether a show has a ribbon.
 */
export function hydrateRiver(box, season, {onSelect = () => {}, onHover = () => {}, onWeek = null} = {}) {
  const river = new RiverInteraction(box, season, {onSelect, onHover, onWeek});
  return {
    select: (id) => river.select(id),
    highlight: (ids) => river.highlight(ids),
    setWeek: (week) => river.setWeek(week),
    setAll: ({all}) => river.setAll(all),
    redraw: () => river.redraw(),
    hiddenLanes: river.view.layout.hidden.lanes,
    isDrawn: (id) => river.view.findRibbon(id) !== undefined,
  };
}

class RiverInteraction {
  #all = false;
  #selected = null;
  #highlighted = null;
  /** The cell that the card is about, with its `source` ("mouse", "touch" or "key") and whether its card is `pinned`. */
  #spot = null;
  /** The show whose link is the tab stop, and the week (an index) that the keys move in. */
  #current = null;
  #week;
  /** The week (`2025-W46`) whose row is lit, or null. */
  #litWeek;
  #isTouch = false;

  constructor(box, season, callbacks) {
    this.view = new RiverView(box, season);
    this.announcer = html("p", {class: "river-announcer", role: "status"});
    this.callbacks = callbacks;
    this.#litWeek = box.dataset.week ?? null;
    this.#week = season.weeks.findIndex(({week}) => week === (this.#litWeek ?? season.currentWeek?.week));
    box.append(this.announcer);
    this.redraw();
    this.#listen(box);
  }

  select(id) {
    this.#selected = id;
    this.#setTabStop(id);
    this.#showSpot(this.#spot?.id === id ? this.#spot : null);
  }

  highlight(ids) {
    this.#highlighted = ids;
    this.#showSpot(this.#spot);
  }

  setWeek(week) {
    this.#litWeek = week;
    this.view.dateStop = week;
    this.redraw();
  }

  setAll(all) {
    this.#all = all;
    this.redraw();
  }

  redraw() {
    const {view} = this;
    const focused = view.drawing?.contains(document.activeElement) ? document.activeElement : null;
    const spot = this.#spot;
    view.draw({all: this.#all, week: this.#litWeek});
    const cell = spot && findCell(view.layout, spot.id, spot.week);
    this.#setTabStop(this.#current ?? this.#selected);
    this.#showSpot(cell && {...spot, ...cell});
    const isDate = focused?.dataset.week !== undefined;
    if (focused)
      (isDate ? view.findDate(focused.dataset.week) : view.findLink(this.#current))?.focus({preventScroll: true});
  }

  #listen(box) {
    // A click does not say what made it in every browser, so the pointer before it is remembered.
    box.addEventListener("pointerdown", ({pointerType}) => (this.#isTouch = pointerType !== "mouse"));
    box.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.#hover(event));
    box.addEventListener("pointerleave", () => this.#spot?.source === "mouse" && this.#showSpot(null));
    box.addEventListener("click", (event) => this.#click(event));
    box.addEventListener("keydown", (event) => this.#pressKey(event));
    box.addEventListener("focusin", ({target}) => target.matches(".ribbon:focus-visible") && this.#focus(target));
    box.addEventListener("focusout", ({relatedTarget}) => box.contains(relatedTarget) || this.#blur());
    document.addEventListener(
      "click",
      ({target}) => box.contains(target) || this.#spot?.source !== "touch" || this.#clear(),
    );
    document.addEventListener(
      "keydown",
      ({key, target}) => key === "Escape" && !target.matches("input") && this.#clear(),
    );
    new ResizeObserver(() => this.view.hasResized() && this.redraw()).observe(box);
  }

  #hover(event) {
    if (event.target.closest(".river-card")) return;
    const point = this.view.locate(event);
    const cell = event.target.closest(".river-date") ? null : findNearest(this.view.layout, point);
    this.#showSpot(cell && {...cell, source: "mouse"}, point.x);
  }

  #click(event) {
    const date = event.target.closest(".river-date");
    if (date) this.#chooseWeek(date.dataset.week, event);
    else if (this.#isTouch) this.#tap(event);
  }

  /** A click with Ctrl or another such key is for the browser: it opens the week's page beside this one. */
  #chooseWeek(week, event) {
    if (this.callbacks.onWeek === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.callbacks.onWeek(week);
  }

  /** A mouse or a key follows the link by itself; a finger first selects, and the card then has the link. */
  #tap(event) {
    if (event.target.closest(".river-card")) return;
    event.preventDefault();
    const cell = findNearest(this.view.layout, this.view.locate(event), TOUCH_REACH);
    if (cell === null) this.#clear();
    else this.#selectSpot({...cell, source: "touch", pinned: true});
  }

  #selectSpot(spot) {
    this.#selected = spot.id;
    this.#setTabStop(spot.id);
    this.#showSpot(spot);
    this.callbacks.onSelect(spot.id);
  }

  #clear() {
    const hadSelection = this.#selected !== null;
    this.#selected = null;
    this.#showSpot(null);
    if (hadSelection) this.callbacks.onSelect(null);
  }

  #pressKey(event) {
    this.#isTouch = false;
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest(".river")) return;
    const date = event.target.closest(".river-date");
    if (date) this.#stepDate(date, event);
    else this.#stepRibbon(event);
  }

  #stepRibbon(event) {
    const from = findCell(this.view.layout, this.#current, this.#week);
    const to = from && stepCell(this.view.layout, from, event.key);
    if (!to) return;
    event.preventDefault();
    this.#moveTo(to);
  }

  /** Up and down lead along the dates, Home and End to the first and the last. */
  #stepDate(from, event) {
    const dates = this.view.listDates();
    const [at, last] = [dates.indexOf(from), dates.length - 1];
    const steps = {ArrowUp: Math.max(at - 1, 0), ArrowDown: Math.min(at + 1, last), Home: 0, End: last};
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const date = dates[steps[event.key]];
    this.view.setDateStop(date.dataset.week);
    date.focus();
  }

  /** Go to a cell by key. A screen reader says the name of a newly focused link; a new week of the same link it does not. */
  #moveTo(cell) {
    const {view} = this;
    this.#week = cell.week;
    fill(this.announcer, cell.id === this.#current ? view.describeCell(cell) : "");
    this.#setTabStop(cell.id);
    view.findLink(cell.id).setAttribute("aria-label", view.describeCell(cell));
    view.findLink(cell.id).focus({preventScroll: true});
    this.#showSpot({...cell, source: "key"});
    view.frame.scrollIntoView({block: "nearest", inline: "nearest"});
  }

  #focus(link) {
    const cell = findCell(this.view.layout, Number(link.dataset.show), this.#week);
    link.setAttribute("aria-label", this.view.describeCell(cell));
    this.#showSpot({...cell, source: "key"});
  }

  #blur() {
    if (this.#spot?.source === "key") this.#showSpot(null);
  }

  /** Show the card of a cell, or none; `x` is where the card belongs, else the middle of the cell. */
  #showSpot(spot, x) {
    const [before, now] = [this.#spot?.id ?? null, spot?.id ?? null];
    this.#spot = spot;
    this.view.show(this.#visibleShows(), spot, x);
    if (before !== now) this.callbacks.onHover(now);
  }

  /** The shows to highlight: the one of the card, else the selected one and those that `highlight` names. */
  #visibleShows() {
    if (this.#spot) return new Set([this.#spot.id]);
    // A selected show whose lane is not drawn dims nothing.
    if (!this.view.findRibbon(this.#selected)) return this.#highlighted;
    return new Set([this.#selected, ...(this.#highlighted ?? [])]);
  }

  /** The chart is one tab stop: this show's link where it is drawn, else that of the week's best. */
  #setTabStop(id) {
    const {layout} = this.view;
    const candidates = [id, this.#current, listWeekCells(layout, this.#week)[0]?.id];
    const drawn = candidates.find((candidate) => this.view.findRibbon(candidate));
    this.#current = drawn ?? layout.ribbons.at(-1)?.id ?? null;
    this.view.setTabStop(this.#current);
  }
}
