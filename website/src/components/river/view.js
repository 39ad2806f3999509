// The river in its box in a browser: drawn for the real width, with the frame and the card that show one cell.

import {showAddress} from "../lib/address.js";
import {resolveAddress, svg} from "../lib/dom.js";
import {placeCard, RiverCard, showCard} from "./card.js";
import {layOutRiver} from "./layout.js";
import {describeMoment} from "./moments.js";
import {PLATEAU} from "./ribbonPath.js";
import {describeWeek, drawRiver, highlightShows} from "./River.js";

const CARD_DISTANCE = 6;

/** The drawing, its layout and its card. A `spot` is a cell of the layout with the show's id, and whether it is `pinned`. */
export class RiverView {
  constructor(box, season) {
    Object.assign(this, {box, season, card: RiverCard()});
  }

  /** Draw for the width the box has now, with `all` the lanes or the first of them, and the row of `week` lit. */
  draw({all, week}) {
    const show = Number(this.box.dataset.lead) || null;
    this.width = Math.round(this.box.clientWidth);
    this.layout = layOutRiver(this.season, {width: this.width, all, show});
    const drawing = drawRiver(this.season, this.layout, {week, show});
    this.hitLink = svg("a", {class: "river-hit", tabindex: -1, "aria-hidden": "true"}, HitArea(this.layout));
    this.frame = svg("rect", {class: "river-frame", rx: 3, visibility: "hidden"});
    drawing.querySelector(".river-ribbons").before(this.hitLink);
    drawing.append(this.frame);
    for (const old of this.box.querySelectorAll(".river")) old.remove();
    this.box.append(drawing, this.card);
    this.drawing = drawing;
    this.setDateStop(this.dateStop ?? week ?? this.season.currentWeek?.week);
  }

  /** Whether the box has another width than the river was drawn for. */
  hasResized() {
    return Math.round(this.box.clientWidth) !== this.width;
  }

  /** Highlight some shows (a set of ids, null for all alike) and show a spot, or none; `x` is where its card belongs. */
  show(ids, spot, x = null) {
    highlightShows(this.drawing, ids);
    if (spot) this.#showSpot(spot, x ?? spot.x + spot.width / 2);
    this.frame.setAttribute("visibility", spot ? "visible" : "hidden");
    if (spot) return;
    this.hitLink.removeAttribute("href");
    this.card.hidden = true;
  }

  #showSpot(spot, x) {
    this.hitLink.setAttribute("href", resolveAddress(showAddress(spot.id)));
    for (const [name, length] of Object.entries(frameBox(spot, this.layout))) {
      this.frame.setAttribute(name, length.toFixed(2));
    }
    const moment = describeMoment(this.season, spot.id, spot.week);
    showCard(this.card, this.findRibbon(spot.id), this.season.weeks[spot.week], {pinned: spot.pinned, moment});
    const [ratio, distance] = [this.#ratio(), this.layout.pitch / 2 + CARD_DISTANCE];
    const heights = {above: (spot.y - distance) / ratio, below: (spot.y + distance) / ratio};
    placeCard(this.card, this.box, {x: x / ratio, ...heights});
  }

  /** Where on the layout a pointer's event is. */
  locate({clientX, clientY}) {
    const [box, ratio] = [this.drawing.getBoundingClientRect(), this.#ratio()];
    return {x: (clientX - box.left) * ratio, y: (clientY - box.top) * ratio};
  }

  /** Make the link of a show the ribbons' only tab stop. */
  setTabStop(id) {
    for (const link of this.drawing.querySelectorAll(".ribbon")) {
      link.setAttribute("tabindex", Number(link.dataset.show) === id ? 0 : -1);
    }
  }

  /** Make the link of a week (`2025-W46`) the dates' only tab stop. */
  setDateStop(week) {
    this.dateStop = week;
    for (const link of this.listDates()) link.setAttribute("tabindex", link.dataset.week === week ? 0 : -1);
  }

  /** The dates' links, the oldest week first. */
  listDates() {
    return [...this.drawing.querySelectorAll(".river-date")];
  }

  findRibbon(id) {
    return this.layout.ribbons.find((ribbon) => ribbon.id === id);
  }

  findLink(id) {
    return this.drawing.querySelector(`.ribbon[data-show="${Number(id)}"]`);
  }

  findDate(week) {
    return this.listDates().find((link) => link.dataset.week === week);
  }

  /** What a cell shows, in words. */
  describeCell({id, week}) {
    return describeWeek(this.findRibbon(id).title, id, this.season.weeks[week]);
  }

  /** Pixels of the layout for each pixel of the page: below its minimum width, the drawing is scaled down. */
  #ratio() {
    return this.layout.width / (this.drawing.getBoundingClientRect().width || this.layout.width);
  }
}

/** The whole plot answers the pointer, to the drawing's edge: beneath the ribbons lies a link to the nearest one. */
function HitArea({left, top, width, bottom}) {
  return svg("rect", {x: left, y: top, width: width - left, height: bottom - top});
}

/** A frame around a cell, as attributes. */
function frameBox({x, y, width}, {pitch}) {
  const height = pitch * (PLATEAU + 0.2);
  return {x: x - 2, y: y - height / 2, width: width + 4, height};
}
