// What of the front page can be shared: the show that is selected and the week that is listed, as an address has them.

/**
 * The view that a query string asks for: `readView("?show=21&week=2025-W40", season)` → `{show: 21, week: "2025-W40"}`.
 *
 * What the season does not have is null, as if it had not been asked for.
 */
export function readView(search, {shows, weeks}) {
  const asked = new URLSearchParams(search);
  const ids = [...shows.keys()];
  const names = weeks.map(({week}) => week);
  return {
    show: ids.find((id) => String(id) === asked.get("show")) ?? null,
    week: names.find((name) => name === asked.get("week")) ?? null,
  };
}

/** The query string of a view, "" for the plain page. */
export function viewSearch({show, week}) {
  const asked = Object.entries({show, week}).filter(([, value]) => value !== null);
  return asked.length === 0 ? "" : `?${new URLSearchParams(asked)}`;
}
