// The front page in a browser: river, list, search and address, bound to each other.

import {dropBrokenPosters} from "../components/lib/Poster.js";
import {fill} from "../components/lib/dom.js";
import {buildSeason, selectSeasonShows} from "../components/lib/season.js";
import {WeekChooser} from "../components/ranking/WeekChooser.js";
import {formatView, readView} from "../components/ranking/view.js";
import {hydrateRiver} from "../components/river/interaction.js";
import {createLanesButton} from "./lanesButton.js";
import {createShowSearch} from "./showSearch.js";
import {hydrateWeekTable} from "./weekTable.js";

/** Take over the built page, from the parsed `rankings.json` of the current season and the `shows.json` of all. */
export function hydrateFrontPage(rankings, shows) {
  const season = buildSeason(rankings, selectSeasonShows(shows, rankings.season));
  dropBrokenPosters(document);
  if (season.currentWeek !== null) bindPage(slotsOf(document), season);
}

const slotsOf = (root) =>
  Object.fromEntries([...root.querySelectorAll("[data-slot]")].map((slot) => [slot.dataset.slot, slot]));

function bindPage(slots, season) {
  const page = bindParts(slots, season, {onView: (part) => change(part)});
  let view = {show: null, week: null};
  const apply = (next) => {
    const before = view;
    view = next;
    if (next.week !== before.week) page.list(next.week);
    if (next.show !== before.show) page.select(next.show);
  };
  const change = (part) => {
    apply({...view, ...part});
    history.replaceState(history.state, "", `${location.pathname}${formatView(view)}${location.hash}`);
  };
  const restore = () => apply(readView(location.search, season));
  page.list(view.week);
  addEventListener("popstate", restore);
  restore();
}

/** The page's parts, bound to each other; `onView` is called with the part of the view that a reader changed. */
function bindParts(slots, season, {onView}) {
  const {currentWeek} = season;
  const weekOf = (name) => season.weeks.find(({week}) => week === name) ?? currentWeek;
  const search = createShowSearch(season, {onMatch: (ids) => [river.highlight(ids), table.filter(ids)]});
  const table = hydrateWeekTable(slots, season, {
    onHover: (id) => river.highlight(id === null ? search.matches() : new Set([id])),
  });
  const river = hydrateRiver(slots.river.firstElementChild, season, {
    onSelect: (show) => onView({show}),
    onHover: (id) => table.highlight(id),
  });
  // The address of the current week has no week in it, so that a shared link shows the newest one later, too.
  const chooser = WeekChooser(season, {onChoose: (week) => onView({week: week === currentWeek ? null : week.week})});
  fill(slots.chooser, chooser.element);
  fill(slots.tools, search.element, createLanesButton(slots.river, season, {onAll: river.setAll}));
  return {
    list(name) {
      table.show(weekOf(name));
      chooser.show(weekOf(name));
      search.list(weekOf(name));
    },
    select(show) {
      table.select(show);
      river.select(show);
    },
  };
}
