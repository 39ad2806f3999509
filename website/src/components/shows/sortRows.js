// In which order the rows of the table of shows stand.

/**
 * `rows` in the order of a column: its values are texts or numbers, rows without one (null) stand last in either order,
 * and equal ones stay as they were. `order` is "up" or "down".
 */
export function sortRows(rows, {valueOf, order}) {
  const sign = order === "up" ? 1 : -1;
  const values = new Map(rows.map((row) => [row, valueOf(row)]));
  const compare = (a, b) => {
    const [left, right] = [values.get(a), values.get(b)];
    if (left === null || right === null) return (left === null) - (right === null);
    return sign * (typeof left === "string" ? left.localeCompare(right, "en") : left - right);
  };
  return rows.toSorted(compare);
}

/** The number in a cell's text: "12,345" → 12345, "#3" → 3, "–" → null. */
export function readNumber(text) {
  const digits = text.replace(/[^\d]/g, "");
  return digits === "" ? null : Number(digits);
}

const SEASONS = ["winter", "spring", "summer", "fall"];

/** Seasons in the order of time: "winter-2026" → 8104, one more than "fall-2025"; null for none. */
export function numberSeason(slug) {
  if (!slug) return null;
  const [name, year] = slug.split("-");
  return Number(year) * SEASONS.length + SEASONS.indexOf(name);
}
