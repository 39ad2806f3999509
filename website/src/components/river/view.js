// The river as it stands in its box in a browser: drawn for the real width, with what is put over it for one show.

import {svg} from "../lib/dom.js";
import {drawRiver, emphasise, weekInWords} from "./River.js";
import {place, RiverCard, tell} from "./card.js";
import {riverLayout} from "./layout.js";
import {PLATEAU} from "./ribbonPath.js";

const CARD_AWAY = 6;

/** The drawing, its layout and its card. A `spot` is a cell of the layout with the show's id, and `pinned` if it holds. */
export class RiverStage {
  constructor(box, season) {
    Object.assign(this, {box, season, card: RiverCard()});
    box.append(this.card);
  }

  /** Draw for the width the box has now. */
  draw({all}) {
    this.width = Math.round(this.box.clientWidth);
    this.layout = riverLayout(this.season, {width: this.width, all});
    const drawing = drawRiver(this.season, this.layout);
    this.hit = svg("a", {class: "river-hit", tabindex: -1, "aria-hidden": "true"}, field(this.layout));
    this.here = svg("rect", {class: "river-here", rx: 3, visibility: "hidden"});
    drawing.querySelector(".river-ribbons").before(this.hit);
    drawing.append(this.here);
    this.box.querySelector(".river").replaceWith(drawing);
    this.drawing = drawing;
  }

  /** Whether the box has another width than the river was drawn for. */
  misfits() {
    return Math.round(this.box.clientWidth) !== this.width;
  }

  /** Bring out some shows (a set of ids, null for all alike) and tell of a spot, or of none; `x` is where its card belongs. */
  show(ids, spot, x = null) {
    emphasise(this.drawing, ids);
    if (spot) this.#point(spot, x ?? spot.x + spot.width / 2);
    this.here.setAttribute("visibility", spot ? "visible" : "hidden");
    if (spot) return;
    this.hit.removeAttribute("href");
    this.card.hidden = true;
  }

  #point(spot, x) {
    this.hit.setAttribute("href", `./show/${spot.id}`);
    for (const [name, length] of Object.entries(frame(spot, this.layout)))
      this.here.setAttribute(name, length.toFixed(2));
    tell(this.card, this.ribbon(spot.id), this.season.weeks[spot.week], spot);
    const [ratio, away] = [this.#ratio(), this.layout.pitch / 2 + CARD_AWAY];
    place(this.card, this.box, {x: x / ratio, above: (spot.y - away) / ratio, below: (spot.y + away) / ratio});
  }

  /** Where on the layout a pointer's event is. */
  at({clientX, clientY}) {
    const [from, ratio] = [this.drawing.getBoundingClientRect(), this.#ratio()];
    return {x: (clientX - from.left) * ratio, y: (clientY - from.top) * ratio};
  }

  /** Make the link of one show the chart's only tab stop. */
  stopAt(id) {
    for (const link of this.drawing.querySelectorAll(".ribbon")) {
      link.setAttribute("tabindex", Number(link.dataset.show) === id ? 0 : -1);
    }
  }

  ribbon(id) {
    return this.layout.ribbons.find((ribbon) => ribbon.id === id);
  }

  link(id) {
    return this.drawing.querySelector(`.ribbon[data-show="${Number(id)}"]`);
  }

  /** What a cell says, in words. */
  words({id, week}) {
    return weekInWords(this.ribbon(id).title, id, this.season.weeks[week]);
  }

  /** Pixels of the layout for one of the page: the narrowest drawings are scaled. */
  #ratio() {
    return this.layout.width / (this.drawing.getBoundingClientRect().width || this.layout.width);
  }
}

/** The whole plot answers the pointer: beneath the ribbons lies a link to the nearest one. */
function field({left, top, inner, bottom}) {
  return svg("rect", {x: left, y: top, width: inner, height: bottom - top});
}

/** A frame around a cell, as attributes. */
function frame({x, y, width}, {pitch}) {
  const height = pitch * (PLATEAU + 0.2);
  return {x: x - 2, y: y - height / 2, width: width + 4, height};
}
