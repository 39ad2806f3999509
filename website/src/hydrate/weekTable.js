// The list of a week, alive: another week, a marked show, found shows only, and rows that answer to the pointer.

import {WeekList, weekTitle} from "../components/ranking/WeekList.js";
import {fill} from "../components/lib/dom.js";
import {currentWeek} from "../components/lib/season.js";

/**
 * Take over the list in `slots`, which holds the season's current week: `{show(week), mark(id), light(id), keep(ids)}`.
 *
 * `onHover(id)` is called when the pointer or the focus comes to a row, and with null when it leaves.
 */
export function weekTable(slots, season, {onHover}) {
  const place = slots.week;
  const state = {marked: null, lit: null, kept: null};
  const redress = () => rows(place).forEach((row) => dress(row, state));
  const set = (name) => (value) => {
    state[name] = value;
    redress();
  };
  let listed = currentWeek(season);
  const show = (week) => {
    if (week === listed) return;
    listed = week;
    fill(place, WeekList(season, week));
    fill(slots["week-title"], weekTitle(week));
    redress();
  };
  listen(place, onHover);
  return {show, mark: set("marked"), light: set("lit"), keep: set("kept")};
}

const rows = (place) => [...place.querySelectorAll("tr[data-show]")];

const idOf = (row) => Number(row.dataset.show);

function dress(row, {marked, lit, kept}) {
  const id = idOf(row);
  row.hidden = kept !== null && !kept.has(id);
  row.classList.toggle("lit", id === lit);
  if (id === marked) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
}

function listen(place, onHover) {
  const enter = ({target}) => {
    const row = target.closest("tr[data-show]");
    onHover(row === null ? null : idOf(row));
  };
  const leave = () => onHover(null);
  const listeners = {pointerover: enter, focusin: enter, pointerleave: leave, focusout: leave};
  for (const [name, listener] of Object.entries(listeners)) place.addEventListener(name, listener);
}
