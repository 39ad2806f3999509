// Days as numbers, so that dates can be counted: whole days since 1 January 1970, in UTC.

const DAY = 86_400_000;
export const WEEK = 7;

/** The day of a date or a time: "2026-01-20T11:57:01Z" → 20473. */
export const toDayNumber = (date) => Math.floor(Date.parse(date) / DAY);

/** The same with its part of the day: noon of day 20473 is 20473.5. */
export const toDayTime = (date) => Date.parse(date) / DAY;

/** 20473 → "2026-01-20". */
export const toDate = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** The Monday of a day's week (ISO 8601); day 0 was a Thursday. */
export const toMonday = (day) => day - ((day + 3) % WEEK);
