// Shows made up for the tests: a tiny generator with a seed, so that a failure can be seen again.

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A page file with 1 to 26 episodes, which come weekly, at once or with holes, and whose counts end where they like. */
export function randomPage(seed) {
  const random = numbers(seed);
  const whole = (below) => Math.floor(random() * below);
  const many = 1 + whole(26);
  let first = Date.UTC(2025, whole(12), 1 + whole(28)) / 86_400_000;
  const episodes = Array.from({length: many}, (_, i) => {
    first += i === 0 ? 0 : [0, 7, 7, 7, 14][whole(5)];
    const daily = Array.from({length: 1 + whole(120)}, (__, day) => whole(4) * whole(9000 / (day + 1)));
    return {
      episode: 1140 + i,
      first_date: new Date(first * 86_400_000).toISOString().slice(0, 10),
      days_since_first_torrent: random(),
      downloads_daily: daily,
      downloads_estimated: daily.map((downloads) => whole(downloads + 1)),
    };
  });
  return {anilist_id: 1, episodes};
}

/** `law(page, seed)` for many random pages. */
export function forRandomPages(law, many = 60) {
  for (let seed = 1; seed <= many; seed++) law(randomPage(seed), seed);
}
