// What AniList and the chart say of a show, in words.

const STATUS = {
  FINISHED: "finished airing",
  RELEASING: "airing now",
  NOT_YET_RELEASED: "not out yet",
  CANCELLED: "cancelled",
  HIATUS: "on a break",
};

const FORMAT = {
  TV: "TV series",
  TV_SHORT: "TV short",
  ONA: "web series",
  MOVIE: "film",
  OVA: "OVA",
  SPECIAL: "special",
  MUSIC: "music video",
};

const ENDINGS = {one: "st", two: "nd", few: "rd", other: "th"};
const ORDINAL = new Intl.PluralRules("en-GB", {type: "ordinal"});

/** AniList's status → "finished airing"; null when it is not known. */
export const statusWords = (status) => STATUS[status] ?? null;

/** AniList's format → "TV series"; null when it is not known. */
export const formatWords = (format) => FORMAT[format] ?? null;

/** 1 → "1st", 12 → "12th". */
export const ordinal = (number) => `${number}${ENDINGS[ORDINAL.select(number)]}`;

/** A show's place in the season among `many`: "1st of 80, final", "3rd of 80 so far"; null without a rank. */
export function standing({seasonal_rank, rank_is_final}, many) {
  if (seasonal_rank === null) return null;
  return `${ordinal(seasonal_rank)} of ${many}${rank_is_final ? ", final" : " so far"}`;
}

/** The shows that have a rank in the season, best first. */
export function byRank({shows}) {
  return shows.filter((show) => show.seasonal_rank !== null).sort((a, b) => a.seasonal_rank - b.seasonal_rank);
}
