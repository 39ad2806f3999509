// The card that shows how a show did in a week, and where the card has room.

import {qualify} from "../lib/certainty.js";
import {showAddress} from "../lib/address.js";
import {fill, html} from "../lib/dom.js";
import {describeMovement, formatCount, formatWeekDates, pluralize} from "../lib/format.js";

const MARGIN = 8;

/** An empty, hidden card. */
export function RiverCard() {
  return html("div", {class: "river-card", hidden: true});
}

/**
 * Fill and show a card about a ribbon `{id, title, colorClass}` in a `week` of the season; `moment` says what happened
 * then, or null. A `pinned` card holds the link to the show's page: on a touch screen, a tap on the ribbon selects it and
 * does not follow its link.
 */
export function showCard(card, {id, title, colorClass}, week, {pinned, moment = null}) {
  const entry = week.entries.get(id);
  card.className = pinned ? "river-card river-card-pinned" : "river-card";
  card.hidden = false;
  fill(
    card,
    html("p", {class: `river-card-title ${colorClass}`}, title),
    html("p", {class: "river-card-when"}, formatWeekDates(week.start_date)),
    html("p", {}, html("b", {}, `#${formatCount(entry.rank)}`), Movement(entry), " · ", downloadsText(entry, week)),
    moment && html("p", {class: "river-card-moment"}, moment),
    pinned && html("a", {href: showAddress(id)}, "Show page"),
  );
}

function Movement({previous_rank, rank}) {
  const {kind, sign, by, words} = describeMovement(previous_rank, rank);
  return kind === "same" ? null : [" ", html("span", {class: kind, title: words}, by ? `${sign}${by}` : sign)];
}

const downloadsText = (entry, week) => qualify(pluralize(entry.downloads, "download"), week, entry);

/**
 * Put a card beside a point of its box (px; `x`, and the heights `above` and `below` at which it may stand): below the
 * point where the window has room, else above, and never beyond the window's edges.
 */
export function placeCard(card, box, {x, above, below}) {
  const [frame, width, height] = [box.getBoundingClientRect(), card.offsetWidth, card.offsetHeight];
  const maxLeft = document.documentElement.clientWidth - MARGIN - width - frame.left;
  const left = Math.max(Math.min(x - width / 2, maxLeft), MARGIN - frame.left);
  const overflowsBelow = frame.top + below + height > window.innerHeight - MARGIN;
  const isAbove = overflowsBelow && frame.top + above - height >= MARGIN;
  card.style.setProperty("left", `${Math.round(left)}px`);
  card.style.setProperty("top", `${Math.round(isAbove ? above - height : below)}px`);
}
