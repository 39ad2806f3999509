// The card that tells of one show in one week, and where it has room.

import {fill, html} from "../lib/dom.js";
import {count, day, movement, plural} from "../lib/format.js";

const MARGIN = 8;

/** An empty, hidden card. */
export function RiverCard() {
  return html("div", {class: "river-card", hidden: true});
}

/**
 * Let a card tell of a ribbon `{id, title, tone}` in a `week` of the season. A `pinned` card holds the link to the
 * show's page, for those who cannot point without choosing.
 */
export function tell(card, {id, title, tone}, week, {pinned}) {
  const entry = week.rankings.find((one) => one.anilist_id === id);
  card.className = pinned ? "river-card river-card-pinned" : "river-card";
  card.hidden = false;
  fill(
    card,
    html("p", {class: `river-card-title ${tone}`}, title),
    html("p", {class: "river-card-when"}, `Week of ${day(week.start_date)}`),
    html("p", {}, html("b", {}, `#${count(entry.rank)}`), moved(entry), " · ", downloads(entry, week)),
    pinned && html("a", {href: `./show/${id}`}, "Open its page"),
  );
}

function moved({previous_rank, rank}) {
  const {kind, sign, by, words} = movement(previous_rank, rank);
  return kind === "same" ? null : [" ", html("span", {class: kind, title: words}, by ? `${sign}${by}` : sign)];
}

const downloads = (entry, week) => `${plural(entry.downloads, "download")}${week.complete ? "" : " so far"}`;

/**
 * Put a card beside a point of its box (px; `x`, and the heights `above` and `below` which it may stand), below
 * it where the window has room, else above, and never over the window's edges.
 */
export function place(card, box, {x, above, below}) {
  const [at, wide, high] = [box.getBoundingClientRect(), card.offsetWidth, card.offsetHeight];
  const most = document.documentElement.clientWidth - MARGIN - wide - at.left;
  const left = Math.max(Math.min(x - wide / 2, most), MARGIN - at.left);
  const lacks = at.top + below + high > window.innerHeight - MARGIN && at.top + above - high >= MARGIN;
  card.style.setProperty("left", `${Math.round(left)}px`);
  card.style.setProperty("top", `${Math.round(lacks ? above - high : below)}px`);
}
