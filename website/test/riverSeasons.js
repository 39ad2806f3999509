// Seasons for the river's tests: random ones from a seed, and small ones written by hand.

import {season} from "../src/components/season.js";

/** Random numbers from 0 to 1 that a seed settles (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A season from one list a week of `[id, downloads]`, in any order; the ids in `unknown` are missing from its shows. */
export function seasonOf(lists, {titles = {}, unknown = [], running = false} = {}) {
  const weeks = lists.map((list, index) =>
    weekOf(list, index, {titles, complete: !running || index < lists.length - 1}),
  );
  const totals = new Map();
  for (const [id, downloads] of lists.flat()) totals.set(id, (totals.get(id) ?? 0) + downloads);
  const order = [...totals].filter(([id]) => !unknown.includes(id)).sort(([a, m], [b, n]) => n - m || a - b);
  const shows = order.map(([id, downloads], index) => showOf(id, downloads, index + 1, titles));
  return season({season: "Fall 2025", data_until: "2026-01-20T11:57:01Z", weeks}, {shows});
}

function weekOf(list, index, {titles, complete}) {
  const start = new Date(Date.UTC(2025, 8, 29 + 7 * index)).toISOString().slice(0, 10);
  const sorted = [...list].sort(([a, m], [b, n]) => n - m || a - b);
  const rankings = sorted.map(([id, downloads], at) => ({
    anilist_id: id,
    rank: at + 1,
    downloads,
    title: named(id, titles),
  }));
  return {week: `2025-W${40 + index}`, start_date: start, complete, rankings};
}

function showOf(id, downloads, rank, titles) {
  const title = named(id, titles);
  return {anilist_id: id, title, title_romaji: title, poster: null, color: null, seasonal_rank: rank, downloads};
}

const named = (id, titles) => titles[id] ?? `The ${"very ".repeat(id % 4)}long tale of show ${id}`;

/** A random season: a few giants or all alike, shows that come, go and return, weeks without any, ties. */
export function randomSeason(seed) {
  const random = randomFrom(seed);
  const below = (most) => Math.floor(random() * most);
  const steep = random() * 2.5;
  const most = 10 ** (random() * 6);
  const shows = Array.from({length: below(95)}, (_, index) => ({
    id: index + 1,
    size: most / (index + 1) ** steep,
    missing: random() * 0.6,
  }));
  const lists = Array.from({length: 1 + below(20)}, () => {
    if (random() < 0.08) return [];
    const present = shows.filter(({missing}) => random() >= missing);
    return present.map(({id, size}) => [id, 1 + Math.floor(size * (0.3 + random()))]);
  });
  return seasonOf(lists, {unknown: [3, 40], running: random() < 0.5});
}
