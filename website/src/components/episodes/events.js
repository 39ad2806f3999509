// What happened to a show, in words: for the marks under its chart and for the table of all of it.

import {isolate} from "../lib/controls.js";
import {toDayTime} from "../lib/days.js";
import {formatShortDay, pluralize} from "../lib/format.js";

/** The sign of each kind of event; an ordinary broadcast has none. */
const SIGNS = {
  premiere: "premiere",
  finale: "finale",
  batch: "batch",
  version: "change",
  delay: "change",
  skipped_week: "change",
  break: "change",
  double_episode: "change",
  note: "change",
  scraper_gap: "gap",
  tracker_restart: "change",
};

/** The few words that stand beside a mark. */
const LABELS = {
  premiere: () => "premiere",
  finale: () => "finale",
  batch: () => "batch",
  version: ({episode, version}) => `ep ${episode} v${version}`,
  delay: ({episode, days}) => `ep ${episode} ${pluralize(days, "day")} late`,
  skipped_week: ({episode}) => `no ep ${episode}`,
  break: () => "break",
  double_episode: ({episodes}) => pluralize(episodes, "ep"),
  note: ({title}) => title,
  scraper_gap: () => "no scrapes",
  tracker_restart: () => "tracker restart",
};

/** The same in whole. */
const TEXTS = {
  premiere: () => "Episode 1 aired",
  finale: ({episode}) => `Episode ${episode}, the last one, aired`,
  batch: (event) => `First batch published${nameGroup(event)}`,
  version: (event) => `Episode ${event.episode} v${event.version} published${nameGroup(event)}`,
  delay: ({episode, days}) => `Episode ${episode} aired ${pluralize(days, "day")} late`,
  skipped_week: ({episode}) => `Episode ${episode} was due and did not air`,
  break: ({episode, days}) => `Episode ${episode} aired ${pluralize(days, "day")} after the one before`,
  double_episode: ({episode, episodes}) => `Episodes ${episode} to ${episode + episodes - 1} aired within a day`,
  note: ({title, reason}) => [title, reason].filter(Boolean).join(": "),
  scraper_gap: ({until}) => `No scrapes until ${formatShortDay(until)}; downloads in between are dated by estimate`,
  tracker_restart: () => "The tracker lost the counts of many torrents",
};

const nameGroup = ({group}) => (group === null ? "" : ` by ${isolate(group)}`);

/**
 * The events of `page` (`shows/<id>.json`) and the general ones, `gaps`, by time, without ordinary broadcasts:
 * `{at, until, sign, label, text, link}`; `text` is a sentence without a full stop; `until` and `link` may be null. The
 * broadcast of episode 1 is the premiere.
 */
export function listEvents({events}, gaps) {
  return [...events, ...gaps]
    .map(namePremiere)
    .filter(({kind}) => kind in SIGNS)
    .map((event) => ({
      at: event.at,
      until: event.until ?? null,
      sign: SIGNS[event.kind],
      label: LABELS[event.kind](event),
      text: TEXTS[event.kind](event),
      link: event.link,
    }))
    .sort((a, b) => toDayTime(a.at) - toDayTime(b.at));
}

const namePremiere = (event) =>
  event.kind === "broadcast" && event.episode === 1 ? {...event, kind: "premiere"} : event;
