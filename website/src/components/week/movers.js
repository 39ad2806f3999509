// Who moved most in a week, by downloads, among the shows that are or were among the first 25.

const RANKS = 25;

/**
 * The rows of a week (of week.js) that gained and lost most downloads since the week before, and those that are on the
 * chart for the first time: `{up, down, debuts}`, the strongest first. All are empty where two weeks cannot be compared,
 * and up to the first week that was watched, of which the ETL names no movers.
 */
export function listMovers({rows, movers, isComparable}) {
  if (movers === null || !isComparable) return {up: [], down: [], debuts: []};
  const near = rows.filter(({rank, previous_rank: previous}) => Math.min(rank, previous ?? rank) <= RANKS);
  const compared = near.filter(({change}) => change !== null);
  return {
    up: compared.filter(({change}) => change > 0).sort((a, b) => b.change - a.change),
    down: compared.filter(({change}) => change < 0).sort((a, b) => a.change - b.change),
    debuts: near.filter(({weeks_on_chart: weeks}) => weeks === 1),
  };
}
