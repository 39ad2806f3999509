// What an address of the front page asks for, today's and those of the first edition.
//
//   #2025-W46        list that week
//   ?week=2025-W46   the same in the first edition: leads to that week's page

import {weekAddress} from "../components/lib/address.js";
import {html, resolveAddress} from "../components/lib/dom.js";

/** The week that a fragment names, of `weeks` (names); null for none. */
export const readWeek = (hash, weeks) => weeks.find((week) => `#${week}` === hash) ?? null;

/** Where a query of the first edition leads, `{address}` or `{missing}`, the week that there is not; null without one. */
export function readOldWeek(search, weeks) {
  const week = new URLSearchParams(search).get("week");
  if (week === null) return null;
  return weeks.includes(week) ? {address: weekAddress(week)} : {missing: week};
}

/** Go where an old address leads, or say over the list that there is no such week. True when the page is being left. */
export function followOldAddress(chooser, place = location) {
  const old = readOldWeek(place.search, listWeeks(chooser));
  if (old === null) return false;
  if (old.address) {
    place.replace(resolveAddress(old.address));
    return true;
  }
  const note = html("p", {class: "no-week", role: "status"}, `There is no week ${old.missing}; this is the newest.`);
  document.querySelector(".week-head").before(note);
  return false;
}

/** The names of all weeks of the site, which stand in the page. */
export const listWeeks = (chooser) => chooser.querySelector("[data-weeks]")?.dataset.weeks.split(" ") ?? [];
