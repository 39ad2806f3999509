// What the river does in a browser: it answers pointer, touch and keys, and brings out shows.

import {fill, html} from "../lib/dom.js";
import {cellOf, nearest, stepped, weekCells} from "./hitTest.js";
import {RiverStage} from "./view.js";
import {currentWeek} from "../lib/season.js";

const TOUCH_REACH = 24;

/**
 * Bring the river in a box (as `RiverBox` makes it) to life. `onSelect(id)` is told which show a reader chose by touch,
 * `onHover(id)` which one is pointed at or focused; null for none. What it returns: `select(id)` chooses a show,
 * `highlight(ids)` brings out a set of shows besides the chosen one, null for none; `setAll({all})` draws all the rank
 * lanes or those that are readable; `redraw()` draws again. Choosing by `select` does not call `onSelect`.
 */
export function enliven(box, season, {onSelect = () => {}, onHover = () => {}} = {}) {
  const river = new LiveRiver(box, season, {onSelect, onHover});
  return {
    select: (id) => river.select(id),
    highlight: (ids) => river.highlight(ids),
    setAll: ({all}) => river.setAll(all),
    redraw: () => river.redraw(),
  };
}

class LiveRiver {
  #all = false;
  #selected = null;
  #highlighted = null;
  /** The cell looked at, with how: `by` is "mouse", "touch" or "key"; and whether its card is `pinned`. */
  #spot = null;
  /** The show whose link is the tab stop, and the week (an index) that the keys move in. */
  #current = null;
  #week;
  #touched = false;

  constructor(box, season, told) {
    this.stage = new RiverStage(box, season);
    this.voice = html("p", {class: "river-voice", role: "status"});
    this.told = told;
    this.#week = season.weeks.indexOf(currentWeek(season));
    box.append(this.voice);
    this.redraw();
    this.#listen(box);
  }

  select(id) {
    this.#selected = id;
    this.#stop(id);
    this.#look(this.#spot?.id === id ? this.#spot : null);
  }

  highlight(ids) {
    this.#highlighted = ids;
    this.#look(this.#spot);
  }

  setAll(all) {
    this.#all = all;
    this.redraw();
  }

  redraw() {
    const {stage} = this;
    const focused = stage.drawing?.contains(document.activeElement);
    const spot = this.#spot;
    stage.draw({all: this.#all});
    const cell = spot && cellOf(stage.layout, spot.id, spot.week);
    this.#stop(this.#current ?? this.#selected);
    this.#look(cell && {...spot, ...cell});
    if (focused) stage.link(this.#current)?.focus({preventScroll: true});
  }

  #listen(box) {
    box.addEventListener("pointerdown", ({pointerType}) => (this.#touched = pointerType !== "mouse"));
    box.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.#hover(event));
    box.addEventListener("pointerleave", () => this.#spot?.by === "mouse" && this.#look(null));
    box.addEventListener("click", (event) => this.#touched && this.#tap(event));
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("focusin", ({target}) => target.matches(".ribbon:focus-visible") && this.#focus(target));
    box.addEventListener("focusout", ({relatedTarget}) => box.contains(relatedTarget) || this.#blur());
    document.addEventListener(
      "click",
      ({target}) => box.contains(target) || this.#spot?.by !== "touch" || this.#clear(),
    );
    document.addEventListener(
      "keydown",
      ({key, target}) => key === "Escape" && !target.matches("input") && this.#clear(),
    );
    new ResizeObserver(() => this.stage.misfits() && this.redraw()).observe(box);
  }

  #hover(event) {
    if (event.target.closest(".river-card")) return;
    const point = this.stage.at(event);
    const cell = nearest(this.stage.layout, point);
    this.#look(cell && {...cell, by: "mouse"}, point.x);
  }

  /** A mouse or a key follows the link by itself; a finger first chooses, and opens by the card. */
  #tap(event) {
    if (event.target.closest(".river-card")) return;
    event.preventDefault();
    const cell = nearest(this.stage.layout, this.stage.at(event), TOUCH_REACH);
    if (cell === null) this.#clear();
    else this.#choose({...cell, by: "touch", pinned: true});
  }

  #choose(spot) {
    this.#selected = spot.id;
    this.#stop(spot.id);
    this.#look(spot);
    this.told.onSelect(spot.id);
  }

  #clear() {
    const had = this.#selected !== null;
    this.#selected = null;
    this.#look(null);
    if (had) this.told.onSelect(null);
  }

  #key(event) {
    this.#touched = false;
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest(".river")) return;
    const from = cellOf(this.stage.layout, this.#current, this.#week);
    const to = from && stepped(this.stage.layout, from, event.key);
    if (!to) return;
    event.preventDefault();
    this.#step(to);
  }

  /** Go to a cell by key. Another show's link says its name when it gets the focus; another week is said here. */
  #step(cell) {
    const {stage} = this;
    this.#week = cell.week;
    fill(this.voice, cell.id === this.#current ? stage.words(cell) : "");
    this.#stop(cell.id);
    stage.link(cell.id).setAttribute("aria-label", stage.words(cell));
    stage.link(cell.id).focus({preventScroll: true});
    this.#look({...cell, by: "key"});
    stage.here.scrollIntoView({block: "nearest", inline: "nearest"});
  }

  #focus(link) {
    const cell = cellOf(this.stage.layout, Number(link.dataset.show), this.#week);
    link.setAttribute("aria-label", this.stage.words(cell));
    this.#look({...cell, by: "key"});
  }

  #blur() {
    if (this.#spot?.by === "key") this.#look(null);
  }

  /** Look at a cell, or at none; `x` is where its card belongs, else the middle of the cell. */
  #look(spot, x) {
    const [before, now] = [this.#spot?.id ?? null, spot?.id ?? null];
    this.#spot = spot;
    this.stage.show(this.#brought(), spot, x);
    if (before !== now) this.told.onHover(now);
  }

  /** The shows to bring out: the one looked at, else the chosen and the highlighted ones. */
  #brought() {
    if (this.#spot) return new Set([this.#spot.id]);
    if (this.#selected === null) return this.#highlighted;
    return new Set([this.#selected, ...(this.#highlighted ?? [])]);
  }

  /** The chart is one tab stop: this show's link where it is drawn, else that of the week's best. */
  #stop(id) {
    const {layout} = this.stage;
    const drawn = [id, this.#current, weekCells(layout, this.#week)[0]?.id].find((one) => this.stage.ribbon(one));
    this.#current = drawn ?? layout.ribbons.at(-1)?.id ?? null;
    this.stage.stopAt(this.#current);
  }
}
