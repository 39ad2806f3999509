// One colour a show, everywhere: the class that its tile, ribbon, bars and lines take it from (styles/colors.css).
//
//   the first ten of each season   color-1 … color-10   hues that are told apart side by side; kept in later seasons
//   every other show               tone-0 … tone-23     AniList's hue for it, muted

const HUES = 10;
const TONES = 24;
/** Down to this rank a show of an earlier season keeps its hue for itself: it is drawn beside the season's own. */
const KEEPS_HUE = 25;
/** OKLab's chroma under which a colour is a grey without a hue of its own. */
const MIN_CHROMA = 0.02;

/**
 * The class of every show: a Map from ids to `color-3` or `tone-17`.
 *
 * `seasons` are lists of show ids, each the best rank first, the oldest season first; `shows` have `anilist_id` and
 * `color` (#rrggbb or null).
 */
export function assignColors(seasons, shows) {
  const classes = new Map();
  for (const ranked of seasons) assignHues(ranked, classes);
  for (const {anilist_id: id, color} of shows) if (!classes.has(id)) classes.set(id, `tone-${chooseTone(id, color)}`);
  return classes;
}

function assignHues(ranked, classes) {
  const kept = new Set(ranked.slice(0, KEEPS_HUE).map((id) => classes.get(id)));
  const free = Array.from({length: HUES}, (_, i) => `color-${i + 1}`).filter((name) => !kept.has(name));
  for (const id of ranked.slice(0, HUES)) if (!classes.has(id) && free.length > 0) classes.set(id, free.shift());
}

/** The nearest of the tones; of a show without a colour, or with a grey one, any that stays the same. */
function chooseTone(id, color) {
  const {hue, chroma} = color === null ? {chroma: 0} : toHue(color);
  if (chroma < MIN_CHROMA) return (id * 7) % TONES;
  return Math.round((hue / 360) * TONES) % TONES;
}

/** Hue (degrees) and chroma of #rrggbb in OKLCH, by Björn Ottosson, "A perceptual color space for image processing". */
export function toHue(color) {
  const [r, g, b] = [1, 3, 5].map((at) => toLinear(parseInt(color.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const [x, y] = [
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
  return {hue: ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360, chroma: Math.hypot(x, y)};
}

/** sRGB's part of a colour (0 to 1) as light (IEC 61966-2-1). */
export const toLinear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
