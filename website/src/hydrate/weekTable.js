// The list of a week in a browser: another week, a selected show, matching shows only, and rows that answer the pointer.

import {fill} from "../components/lib/dom.js";
import {formatWeekTitle, WeekList} from "../components/ranking/WeekList.js";

/**
 * Take over the list in `slots`, which holds the season's current week: `{show(week), select(id), highlight(id),
 * filter(ids)}`; null selects and highlights nothing, and filters nothing away.
 *
 * `onHover(id)` is called when the pointer or the focus comes to a row, and with null when it leaves.
 */
export function hydrateWeekTable(slots, season, {onHover}) {
  const place = slots.week;
  const state = {selected: null, highlighted: null, matches: null};
  const applyState = () => listRows(place).forEach((row) => applyRowState(row, state));
  const setter = (name) => (value) => {
    state[name] = value;
    applyState();
  };
  let current = season.currentWeek;
  const show = (week) => {
    if (week === current) return;
    current = week;
    fill(place, WeekList(season, week));
    fill(slots["week-title"], formatWeekTitle(week));
    applyState();
  };
  listen(place, onHover);
  return {show, select: setter("selected"), highlight: setter("highlighted"), filter: setter("matches")};
}

const listRows = (place) => [...place.querySelectorAll("tr[data-show]")];

const showOf = (row) => Number(row.dataset.show);

function applyRowState(row, {selected, highlighted, matches}) {
  const id = showOf(row);
  row.hidden = matches !== null && !matches.has(id);
  row.classList.toggle("highlighted", id === highlighted);
  if (id === selected) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
}

function listen(place, onHover) {
  const enter = ({target}) => {
    const row = target.closest("tr[data-show]");
    onHover(row === null ? null : showOf(row));
  };
  const leave = () => onHover(null);
  const listeners = {pointerover: enter, focusin: enter, pointerleave: leave, focusout: leave};
  for (const [name, listener] of Object.entries(listeners)) place.addEventListener(name, listener);
}
