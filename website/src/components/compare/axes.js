// Scales and ticks of the chart: round numbers upwards, weeks, episodes, days or dates across.

import {formatCount, formatShortCount, formatShortDay} from "../lib/format.js";
import {toDate, toDayNumber} from "./tracks.js";

const TICKS_Y = 4;
const MIN_TICK_GAP = 52;
const STEPS = {
  week: [1, 2, 4, 8, 13, 26, 52, 104],
  episode: [1, 2, 3, 5, 10, 20, 50, 100, 200],
  day: [7, 14, 28, 56, 91, 182, 364, 728],
};
const MONTH_STEPS = [1, 2, 3, 6, 12];
/** From this span (days) on dates are months. */
const MONTHS_FROM = 100;
const MONTH = new Intl.DateTimeFormat("en-GB", {month: "short", timeZone: "UTC"});

/** What the x axis counts: `week`, `episode`, `day` or `date`. */
export function unitOf({align, y}) {
  if (align === "date") return "date";
  return {week: "week", percent: "week", episode: "episode", daily: "day", total: "day"}[y];
}

/** A scale `{apply, ticks}` from values up to `max` to pixels from `bottom` up to `top`. */
export function scaleValues({min, max, log}, {top, bottom}) {
  return log ? scaleLog({min, max}, {top, bottom}) : scaleLinear(max, {top, bottom});
}

function scaleLinear(max, {top, bottom}) {
  const step = roundStep(Math.max(max, 1) / TICKS_Y);
  const end = Math.max(max, step);
  const ticks = Array.from({length: Math.floor(end / step + 1e-9) + 1}, (_, i) => i * step);
  return {apply: (value) => bottom - ((bottom - top) * value) / end, ticks};
}

function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
  return Math.max(1, Math.round(step));
}

/** Nothing stands below the least power of ten: a count of 0 lies on the axis. */
function scaleLog({min, max}, {top, bottom}) {
  const [low, high] = [10 ** Math.floor(Math.log10(Math.max(1, min))), Math.max(max, 10)];
  const place = (value) => Math.log10(Math.max(low, value) / low) / Math.log10(high / low);
  const powers = Array.from({length: Math.ceil(Math.log10(high / low)) + 1}, (_, i) => low * 10 ** i);
  const factors = powers.length > 4 ? [1] : [1, 2, 5];
  const ticks = powers.flatMap((power) => factors.map((factor) => factor * power)).filter((tick) => tick <= high);
  return {apply: (value) => bottom - (bottom - top) * place(value), ticks};
}

/** A scale `{apply, ticks}` of places from `min` to `max`; ticks are `{x, label}`. */
export function scalePlaces({min, max, unit}, {left, right}) {
  const span = Math.max(max - min, 1);
  const apply = (x) => left + ((right - left) * (x - min)) / span;
  const room = (right - left) / span;
  return {apply, ticks: unit === "date" ? dateTicks(min, max, room) : countTicks(min, max, {unit, room})};
}

function countTicks(min, max, {unit, room}) {
  const step = chooseStep(STEPS[unit], (MIN_TICK_GAP * 0.7) / room);
  const start = unit === "day" ? 0 : 1;
  const places = [];
  for (let x = start; x <= max; x += step) if (x >= min) places.push(x);
  return places.map((x, i) => ({x, label: i === 0 ? `${unit} ${x}` : formatCount(x)}));
}

/** The first of the steps that is at least `minimum`, else the last, doubled until it is: an episode may be the 9,999th. */
function chooseStep(steps, minimum) {
  const last = steps.at(-1);
  return steps.find((step) => step >= minimum) ?? last * 2 ** Math.ceil(Math.log2(minimum / last));
}

function dateTicks(min, max, room) {
  if (max - min >= MONTHS_FROM) return monthTicks(min, max, room);
  const step = STEPS.day.find((candidate) => candidate * room >= MIN_TICK_GAP);
  const places = [];
  for (let x = min; x <= max; x += step) places.push({x, label: formatShortDay(toDate(x))});
  return places;
}

/** The first days of months; January, and the first of all, say the year. */
function monthTicks(min, max, room) {
  const step = chooseStep(MONTH_STEPS, MIN_TICK_GAP / (30 * room));
  const start = new Date(toDate(min));
  const places = [];
  for (let month = 0; month < 1200; month += 1) {
    const date = new Date(Date.UTC(start.getUTCFullYear(), month, 1));
    const x = toDayNumber(date.toISOString());
    if (x > max) break;
    if (x >= min && month % step === 0) places.push({x, date});
  }
  return places.map(({x, date}, i) => ({x, label: labelMonth(date, {isFirst: i === 0})}));
}

const labelMonth = (date, {isFirst}) =>
  isFirst || date.getUTCMonth() === 0 ? `${MONTH.format(date)} ${date.getUTCFullYear()}` : MONTH.format(date);

/** A tick upwards as text: "7.5k", of shares "50%". */
export const labelValue = (value, y) => (y === "percent" ? `${formatCount(value)}%` : formatShortCount(value));
