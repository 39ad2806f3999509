// AniList's scores against downloads: what a show of a score usually has, and which shows are farthest from that.

const OUTLIERS = 3;
/** With fewer scored shows, or all of one score, there is no usual. */
const MIN_SHOWS = 5;

/**
 * The shows with a score and downloads as `{shows, trend, more, fewer, unscored}`, or null where there are too few.
 *
 * - `shows`: `{...show, residual}`, how far its downloads are from the trend in powers of ten.
 * - `trend`: `{slope, intercept}` of log10(downloads) by the score, of least squares.
 * - `more`, `fewer`: the three shows farthest above and below it, the farthest first.
 * - `unscored`: how many ranked shows have no score.
 */
export function compareScores(shows) {
  const scored = shows.filter(({score, downloads}) => score !== null && downloads > 0);
  if (scored.length < MIN_SHOWS) return null;
  const trend = fitTrend(scored.map(({score, downloads}) => [score, Math.log10(downloads)]));
  if (trend === null) return null;
  const compared = scored.map((show) => ({...show, residual: Math.log10(show.downloads) - predict(trend, show.score)}));
  const inOrder = compared.toSorted((a, b) => b.residual - a.residual || a.id - b.id);
  return {
    shows: compared,
    trend,
    more: inOrder.filter(({residual}) => residual > 0).slice(0, OUTLIERS),
    fewer: inOrder
      .filter(({residual}) => residual < 0)
      .slice(-OUTLIERS)
      .reverse(),
    unscored: shows.filter(({score}) => score === null).length,
  };
}

/** The line of least squares through points `[x, y]`; null when all have one x. */
export function fitTrend(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([a]) => a)), mean(points.map(([, b]) => b))];
  const spread = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  if (spread === 0) return null;
  const slope = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread;
  return {slope, intercept: y - slope * x};
}

/** The trend's log10 of downloads for a score. */
export const predict = ({slope, intercept}, score) => intercept + slope * score;
