// What of the front page can be shared: the selected show and the listed week, as the address has them.

/**
 * The view that a query string names: `readView("?show=21&week=2025-W40", season)` → `{show: 21, week: "2025-W40"}`.
 *
 * A show or a week that the season does not have is null, as without a query.
 */
export function readView(search, {shows, weeks}) {
  const query = new URLSearchParams(search);
  const ids = [...shows.values()].filter(({hasPage}) => hasPage).map(({id}) => id);
  const names = weeks.map(({week}) => week);
  // Compared as texts: "0177937" and "177937.0" are the same number, and no address that the site ever writes.
  return {
    show: ids.find((id) => String(id) === query.get("show")) ?? null,
    week: names.find((name) => name === query.get("week")) ?? null,
  };
}

/** The query string of a view, "" for the plain page. */
export function formatView({show, week}) {
  const parts = Object.entries({show, week}).filter(([, value]) => value !== null);
  return parts.length === 0 ? "" : `?${new URLSearchParams(parts)}`;
}
