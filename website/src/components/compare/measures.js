// What the table of a comparison says of each show, row by row, and which of a row is the best.

import {formatCount, formatShortWeekDates} from "../lib/format.js";

/** A whole number of a share, as a table shows it: 0.917 → "92%". */
const formatPercent = (part) => `${formatCount(Math.round(100 * part))}%`;
const formatRank = (rank) => `#${rank}`;

/**
 * The rows: `{name, short, of, format, better}`. `of(track)` is a number or null, `better` says which one is the best of a
 * row: `max`, `min`, or null where none is; `note(track)` adds a word to a cell.
 */
const MEASURES = [
  {name: "Total downloads", short: "Total", of: ({daily}) => sum(daily), format: formatCount, better: "max"},
  {
    name: "Premiere week",
    short: "Premiere week",
    of: findPremiereWeek,
    format: formatShortWeekDates,
    better: null,
    note: ({weeks}) => weeks[0].start.slice(0, 4),
  },
  {name: "Premiere: ep 1, first 7 days", short: "Ep 1, 7 days", of: findPremiere, format: formatCount, better: "max"},
  {name: "Average episode, first 7 days", short: "Average ep", of: averageEpisode, format: formatCount, better: "max"},
  {
    name: "Hold: ep 2 against ep 1",
    short: "Hold, ep 2",
    of: ({firstDays}) => firstDays.hold,
    format: formatPercent,
    better: "max",
  },
  {
    name: "Hold: newest full episode against ep 1",
    short: "Hold, newest",
    of: holdNewest,
    format: formatPercent,
    better: "max",
  },
  {name: "Best calendar week", short: "Best week", of: findBestWeek, format: formatCount, better: "max"},
  {
    name: "Peak rank of a week",
    short: "Peak rank",
    of: ({weeks}) => best(listComplete(weeks), "rank", Math.min),
    format: formatRank,
    better: "min",
  },
  {
    name: "Weeks at #1",
    short: "Weeks at #1",
    of: ({weeks}) => countRanks(weeks, 1),
    format: formatCount,
    better: "max",
  },
  {
    name: "Weeks in the top 10",
    short: "Weeks in top 10",
    of: ({weeks}) => countRanks(weeks, 10),
    format: formatCount,
    better: "max",
  },
  {
    name: "Season rank",
    short: "Season rank",
    of: ({seasons}) => seasons.at(-1)?.rank ?? null,
    format: formatRank,
    better: "min",
    note: noteSeason,
  },
  {name: "Dated by estimate", short: "Estimated", of: shareEstimated, format: formatPercent, better: null},
];

/** The table of `tracks` as rows `{name, short, cells}`; a cell is `{text, value, note, isBest}`; ties are all best. */
export const listMeasures = (tracks) =>
  MEASURES.map(({name, short, of, format, better, note = () => null}) => {
    const values = tracks.map(of);
    const top = better === null ? null : findBest(values, better);
    const cells = values.map((value, i) => ({
      text: value === null ? "–" : format(value),
      value: typeof value === "number" ? Math.round(value * 1e4) / 1e4 : null,
      note: value === null ? null : note(tracks[i]),
      // What reads alike is alike: 91.6% and 91.7% are both shown as 92%.
      isBest: value !== null && top !== null && format(value) === format(top),
    }));
    return {name, short, cells};
  });

/** The best of a row; nothing is the best of itself, nor of zeros. */
function findBest(values, better) {
  const present = values.filter((value) => value !== null);
  const top = Math[better](...present);
  return present.length > 1 && top > 0 ? top : null;
}

function findPremiere({episodes}) {
  return episodes.find(({episode}) => episode === 1)?.first7 ?? null;
}

/** The week in which episode 1 came, where it is among those counted. */
function findPremiereWeek({episodes, weeks}) {
  return episodes[0].episode <= 1 && weeks.length > 0 ? weeks[0].start : null;
}

function averageEpisode({episodes}) {
  const full = listFull(episodes);
  return full.length === 0 ? null : Math.round(sum(full.map(({first7}) => first7)) / full.length);
}

function holdNewest(track) {
  const [premiere, newest] = [findPremiere(track), listFull(track.episodes).at(-1)];
  return premiere && newest.episode !== 1 ? newest.first7 / premiere : null;
}

const listFull = (episodes) => episodes.filter(({first7}) => first7 !== null);

function findBestWeek({weeks}) {
  return best(listComplete(weeks), "downloads", Math.max);
}

const listComplete = (weeks) => weeks.filter(({complete}) => complete);

const best = (weeks, field, choose) => (weeks.length === 0 ? null : choose(...weeks.map((week) => week[field])));

const countRanks = (weeks, limit) => weeks.filter(({rank}) => rank <= limit).length;

function noteSeason({seasons}) {
  const {season, isFinal} = seasons.at(-1);
  return isFinal ? season : `${season} so far`;
}

function shareEstimated({daily, estimated}) {
  const total = sum(daily);
  return total === 0 ? null : sum(estimated) / total;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
