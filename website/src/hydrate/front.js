// The front page alive: river, list, filter and address, each told what happens in the others.

import {dropBrokenPosters} from "../components/lib/Poster.js";
import {WeekChooser} from "../components/ranking/WeekChooser.js";
import {fill} from "../components/lib/dom.js";
import {enliven} from "../components/river/interaction.js";
import {currentWeek, season} from "../components/lib/season.js";
import {readView, viewSearch} from "../components/ranking/viewState.js";
import {lanesButton} from "./lanesButton.js";
import {showFinder} from "./showSearch.js";
import {weekTable} from "./weekTable.js";

/** Take over the built page, from the parsed `rankings.json` and `shows.json`. */
export function front(rankings, shows) {
  const facts = season(rankings, shows);
  const slots = slotsOf(document);
  dropBrokenPosters(document);
  if (currentWeek(facts) !== null) enlivenPage(slots, facts);
}

const slotsOf = (root) =>
  Object.fromEntries([...root.querySelectorAll("[data-slot]")].map((place) => [place.dataset.slot, place]));

function enlivenPage(slots, facts) {
  const page = liveParts(slots, facts, {onView: (part) => change(part)});
  let view = {show: null, week: null};
  const apply = (next) => {
    const before = view;
    view = next;
    if (next.week !== before.week) page.list(next.week);
    if (next.show !== before.show) page.choose(next.show);
  };
  const change = (part) => {
    apply({...view, ...part});
    history.replaceState(history.state, "", `${location.pathname}${viewSearch(view)}${location.hash}`);
  };
  const restore = () => apply(readView(location.search, facts));
  page.list(view.week);
  addEventListener("popstate", restore);
  restore();
}

/** The page's parts, bound to each other; `onView` is called with the part of the view that somebody changed. */
function liveParts(slots, facts, {onView}) {
  const newest = currentWeek(facts);
  const weekOf = (name) => facts.weeks.find(({week}) => week === name) ?? newest;
  const finder = showFinder(facts, {onFound: (ids) => [river.highlight(ids), table.keep(ids)]});
  const table = weekTable(slots, facts, {
    onHover: (id) => river.highlight(id === null ? finder.found() : new Set([id])),
  });
  const river = enliven(slots.river.firstElementChild, facts, {
    onSelect: (show) => onView({show}),
    onHover: (id) => table.light(id),
  });
  const chooser = WeekChooser(facts, {onChoose: (week) => onView({week: week === newest ? null : week.week})});
  fill(slots.chooser, chooser.element);
  fill(slots.tools, finder.element, lanesButton(slots.river, facts, {onAll: river.setAll}));
  return {
    list(name) {
      table.show(weekOf(name));
      chooser.show(weekOf(name));
      finder.list(weekOf(name));
    },
    choose(show) {
      table.mark(show);
      river.select(show);
    },
  };
}
