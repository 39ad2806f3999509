// AniList's constants and a show's rank, in words.

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

// Keys are the plural categories of the CLDR, which Intl.PluralRules returns.
const ENDINGS = new Map([
  ["one", "st"],
  ["two", "nd"],
  ["few", "rd"],
  ["other", "th"],
]);
const ORDINAL = new Intl.PluralRules("en-GB", {type: "ordinal"});

/** AniList's status → "finished airing"; null for a value that is not listed here. */
export const statusLabel = (status) => STATUS[status] ?? null;

/** AniList's format → "TV series"; null for a value that is not listed here. */
export const formatLabel = (format) => FORMAT[format] ?? null;

/** 1 → "1st", 12 → "12th". */
export const formatOrdinal = (number) => `${number}${ENDINGS.get(ORDINAL.select(number))}`;

/** A show's rank in the season among `total`: "1st of 80, final", "3rd of 80 so far"; null without a rank. */
export function rankLabel({seasonal_rank, rank_is_final}, total) {
  if (seasonal_rank === null) return null;
  return `${formatOrdinal(seasonal_rank)} of ${total}${rank_is_final ? ", final" : " so far"}`;
}
