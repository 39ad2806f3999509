// Which four shows a week is told by: the first, who rose and fell most, and what was new.

import {formatCount} from "../lib/format.js";
import {findLead} from "./headlineText.js";
import {listMovers} from "./movers.js";
import {formatChange, formatOrdinal, formatPercent, formatRankStep} from "./words.js";

const MAX_CARDS = 4;
const RANKS = 25;
const TOP = 10;

/**
 * The cards of a week (of week.js), each `{kind, sign, label, short, row, figure, unit, downloads, details}`: `short`
 * is the label where there is little room, `figure` the number, `unit`
 * what that counts where it is not plain, `downloads` the week's where the figure is another, `details` further texts.
 *
 * The show that the headline is about has none, and no show has two; the next one takes its place. Where nothing moved,
 * the next ranks fill the row.
 */
export function chooseCards(week) {
  const {up, down, debuts} = listMovers(week);
  const taken = new Set([findLead(week)]);
  const cards = [];
  const add = (rows, build) => {
    const row = rows.find(({anilist_id: id}) => !taken.has(id));
    if (!row || cards.length === MAX_CARDS) return;
    taken.add(row.anilist_id);
    const card = build(row, week);
    cards.push({row, short: card.label, unit: null, downloads: null, ...card});
  };
  add(week.rows, LeaderCard);
  add(up, RiserCard);
  add(down, FallerCard);
  for (const [rows, build] of listNews(week, debuts)) if (cards.length < MAX_CARDS) add(rows, build);
  while (cards.length < MAX_CARDS && cards.length < week.rows.length - 1) add(week.rows, LeaderCard);
  return cards;
}

/** What the fourth card may be about, the best first. */
function listNews({rows, complete}, debuts) {
  const near = complete ? rows.slice(0, RANKS) : [];
  const isFirstInTop = (row) => row.rank <= TOP && row.weeks_in_top_10 === 1 && row.weeks_on_chart > 1;
  return [
    [debuts, DebutCard],
    [near.filter(isFirstInTop), TopCard],
    [near.filter(({isBestWeek}) => isBestWeek), BestCard],
  ];
}

function LeaderCard(row, {complete}) {
  const {rank, downloads, weeks_at_first: weeks} = row;
  const reign = rank === 1 && complete && weeks > 1 ? `${formatOrdinal(weeks)} week at #1` : null;
  return {
    kind: "leader",
    sign: `#${rank}`,
    label: rank === 1 ? "Leader" : null,
    figure: formatCount(downloads),
    unit: `${downloads === 1 ? "download" : "downloads"}${complete ? "" : " so far"}`,
    details: pick(percentOf(row), reign, row.weeks_on_chart > 1 ? null : "first week"),
  };
}

/** A rise and a fall are told by the ranks where these moved too, else by the downloads. */
function RiserCard(row) {
  const percent = percentOf(row);
  const hasClimbed = row.rank < row.previous_rank;
  return {
    kind: "growth",
    sign: "▲",
    label: "Riser",
    figure: hasClimbed ? formatRankStep(row) : (percent ?? formatChange(row.change)),
    downloads: row.downloads,
    details: pick(hasClimbed || percent ? formatChange(row.change) : null, hasClimbed ? percent : `#${row.rank}`),
  };
}

function FallerCard(row) {
  const percent = percentOf(row);
  return {
    kind: "loss",
    sign: "▼",
    label: "Faller",
    figure: percent ?? formatChange(row.change),
    downloads: row.downloads,
    details: pick(percent ? formatChange(row.change) : null, formatRankStep(row)),
  };
}

const DebutCard = (row) => ({
  kind: "news",
  sign: "★",
  label: "New",
  figure: `#${row.rank}`,
  downloads: row.downloads,
  details: ["first week"],
});

const TopCard = (row) => ({
  kind: "news",
  sign: "★",
  label: "First time in the top 10",
  short: "Top 10",
  figure: formatRankStep(row),
  downloads: row.downloads,
  details: pick(`${formatOrdinal(row.weeks_on_chart)} week`),
});

const BestCard = (row) => ({
  kind: "news",
  sign: "★",
  label: "Best week so far",
  short: "Best",
  figure: formatCount(row.downloads),
  unit: "downloads",
  details: pick(percentOf(row), formatRankStep(row)),
});

const percentOf = ({change, previous_downloads: before}) => formatPercent(change, before);

const pick = (...texts) => texts.filter((text) => text !== null);
