// What an address of the front page asks for: a week, which may be one of another season by now.
//
//   #2025-W46        list that week; in a later season, go to its page
//   ?week=2025-W46   an address of the first edition: go to that week's page

import {weekAddress} from "../components/lib/address.js";
import {html, resolveAddress} from "../components/lib/dom.js";

const WEEK = /^#(\d{4}-W\d{2})$/;

/** The week that a fragment names, of `weeks` (names); null for none. */
export const readWeek = (hash, weeks) => weeks.find((week) => `#${week}` === hash) ?? null;

/**
 * Where an address leads from here: `{address}`, or `{missing}`, the week that there is not; null when it asks for none or
 * for one of `choices`, the weeks that are listed here. `weeks` are all of the site, by name.
 */
export function readOldWeek({search, hash}, {weeks, choices}) {
  const listed = WEEK.exec(hash)?.[1] ?? null;
  const week = new URLSearchParams(search).get("week") ?? (choices.includes(listed) ? null : listed);
  if (week === null) return null;
  return weeks.includes(week) ? {address: weekAddress(week)} : {missing: week};
}

/** Go where an old address leads, or say over the page that there is no such week. True when the page is being left. */
export function followOldAddress(chooser) {
  const old = readOldWeek(location, listWeeks(chooser));
  if (old === null) return false;
  if (old.address) {
    location.replace(resolveAddress(old.address));
    return true;
  }
  const note = html("p", {class: "no-week", role: "status"}, `There is no week ${old.missing}; this is the newest.`);
  document.querySelector(".week-head").before(note);
  return false;
}

/** The names of all weeks of the site, and of those that the chooser lists; both stand in the page. */
function listWeeks(chooser) {
  const weeks = chooser.querySelector("[data-weeks]")?.dataset.weeks.split(" ") ?? [];
  return {weeks, choices: [...chooser.querySelectorAll("option")].map(({value}) => value)};
}
