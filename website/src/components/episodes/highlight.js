// One episode that stands out of a show's chart: by date under the pointer at its head, by age as the nearest line.

import {svg} from "../lib/dom.js";
import {drawEpisode} from "./ByDate.js";
import {listHeads} from "./EpisodeHeads.js";

/**
 * The highlight of a view (`date`, `age`, `total`): `{episode, isAlone, point, step, clear}`.
 *
 * `episode` is the number of the one that stands out, or null; `isAlone` says that it was pointed at itself, not at a
 * place. `point({x, y, at})` is the pointer's place (px) and the day there, `step(1, at)` goes to the next line above.
 */
export const createHighlight = (view, parts) => new HIGHLIGHTS[view](parts);

class NoHighlight {
  episode = null;
  isAlone = false;
  point() {}
  step() {}
  clear() {}
}

/** The bars of the episodes whose head is under the pointer, over all others. */
class HeadHighlight extends NoHighlight {
  #path = svg("path", {class: "episode-highlight"});

  constructor({chart, picture, series, layout}) {
    super();
    Object.assign(this, {chart, series, layout, heads: listHeads(series)});
    picture.append(this.#path);
  }

  point({x, y}) {
    const head =
      y > this.layout.heights.heads
        ? undefined
        : this.heads.find(({from, to}) => x >= this.layout.x(from) && x < this.layout.x(to));
    this.isAlone = head !== undefined;
    if (head?.episodes[0] !== this.episode) this.#draw(head);
  }

  #draw(head) {
    const bars = head?.episodes.map((episode) => drawEpisode(this.series, episode, this.layout)) ?? [];
    this.episode = head?.episodes[0] ?? null;
    this.#path.setAttribute("d", bars.join(""));
    this.chart.classList.toggle("has-highlight", head !== undefined);
  }

  clear() {
    this.isAlone = false;
    this.#draw(undefined);
  }
}

/** The line nearest to the pointer, with its label. */
class LineHighlight extends NoHighlight {
  constructor({chart, layout}) {
    super();
    Object.assign(this, {chart, layout});
  }

  point({y, at}) {
    const places = this.#listPlaces(at);
    if (places.length === 0) return;
    const nearest = places.reduce((best, place) => (Math.abs(place.y - y) < Math.abs(best.y - y) ? place : best));
    this.#choose(nearest.episode);
  }

  step(by, at) {
    const places = this.#listPlaces(at).sort((a, b) => b.y - a.y);
    const index = places.findIndex(({episode}) => episode === this.episode);
    const next = index === -1 ? places.at(-1) : places[Math.min(places.length - 1, Math.max(0, index + by))];
    if (next) this.#choose(next.episode);
  }

  clear() {
    this.#choose(null);
  }

  #listPlaces(at) {
    const reaching = this.layout.lines.filter(({points}) => points.length > at + 1);
    return reaching.map(({episode, points}) => ({episode, y: this.layout.y(points[at + 1][1])}));
  }

  #choose(episode) {
    this.episode = episode;
    this.chart.classList.toggle("has-highlight", episode !== null);
    for (const part of this.chart.querySelectorAll("[data-episode]")) {
      part.classList.toggle("highlighted", part.dataset.episode === String(episode));
    }
  }
}

const HIGHLIGHTS = {date: HeadHighlight, age: LineHighlight, total: NoHighlight};
