// A week as plain text and as Markdown, for a post in a forum: title, first ten, movers, records, how it was measured.

import {describeCertainty} from "../lib/certainty.js";
import {isolate} from "../lib/controls.js";
import {formatCount, formatWeekDates} from "../lib/format.js";
import {describeHeadline} from "./headlineText.js";
import {listMovers} from "./movers.js";
import {describeMove, describeTotals, formatChange, formatEstimate, formatPercent, nameWeek} from "./words.js";

const TOP = 10;
const MOVERS = 3;
const MARKS = /[\\`*_[\]<>|~^#]/g;

/** The week (of week.js) as `{text, markdown}`, each without the page's address, which the script adds. */
export const describeWeek = (week) => ({text: writeText(week), markdown: writeMarkdown(week)});

function writeText(week) {
  const rows = listRows(week).map(
    ({rank, move, title, downloads, percent}) =>
      `${rank.padStart(2)}. ${isolate(title)}: ${downloads}${note([move, percent])}`,
  );
  return join([
    [`Anime downloads, ${nameWeek(week)}`, `${describeHeadline(week)}.`],
    rows.length > 0 ? rows : ["No show was ranked."],
    listMoverLines(week),
    week.records.map(({text}) => `${text}.`),
    listNotes(week),
  ]);
}

function writeMarkdown(week) {
  const rows = listRows(week).map(
    ({rank, move, title, downloads, percent, estimate}) =>
      `| ${[rank, move, isolate(escapeMarkdown(title)), downloads, percent ?? "", estimate].join(" | ")} |`,
  );
  const head = ["| # | +/− | Show | Downloads | vs last week | Estimated |", "|--:|:--|:--|--:|--:|--:|"];
  return join([
    [`**Anime downloads, ${nameWeek(week)}**`],
    [`${escapeMarkdown(describeHeadline(week))}.`],
    rows.length > 0 ? [...head, ...rows] : ["No show was ranked."],
    listMoverLines(week).map((line) => `* ${escapeMarkdown(line)}`),
    week.records.map(({text}) => `* ${escapeMarkdown(text)}.`),
    listNotes(week),
  ]);
}

const listRows = ({rows, isComparable}) =>
  rows.slice(0, TOP).map((row) => ({
    rank: String(row.rank),
    move: isComparable ? describeMove(row).sign : "",
    title: row.title,
    downloads: formatCount(row.downloads),
    percent: formatPercent(row.change, row.previous_downloads),
    estimate: formatEstimate(row),
  }));

/** "Up: A +970 (#3 → #2), B +10", likewise down. */
function listMoverLines(week) {
  const {up, down} = listMovers(week);
  const describe = ({title, change}) => `${isolate(title)} ${formatChange(change)}`;
  const line = (name, rows) => rows.length > 0 && `${name}: ${rows.slice(0, MOVERS).map(describe).join(", ")}`;
  return [line("Up", up), line("Down", down)].filter(Boolean);
}

function listNotes(week) {
  const certainty = describeCertainty(week, week);
  return [
    week.synthetic && "Made-up numbers: a demonstration with real titles.",
    `${describeTotals(week)}${certainty && week.complete ? ` (${certainty})` : ""}. Completed downloads of torrents, ${formatWeekDates(
      week.start_date,
    )} UTC: not viewers, not streams.`,
  ].filter(Boolean);
}

const note = (parts) => {
  const words = parts.filter(Boolean);
  return words.length > 0 ? ` (${words.join(", ")})` : "";
};

const join = (paragraphs) =>
  paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");

const escapeMarkdown = (text) => text.replace(MARKS, "\\$&");
