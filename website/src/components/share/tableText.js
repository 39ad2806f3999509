// A table (of readTable.js) as text that is pasted or saved: tabs, Markdown, CSV.

import {isolate} from "../lib/controls.js";

const GROUPED = /^\d{1,3}(?:,\d{3})+$/;
/** What Markdown would take for markup (CommonMark, section 2.4). */
const MARKUP = /[\\|`*_[\]<>~]/g;
const NUMBER = /^[#−+\-–]?[\d,.]*[%k]?$/;

/** One line a row, cells apart by tabs, as spreadsheets take it. */
export const toText = (table) =>
  shownLines(table)
    .map((cells) => cells.map(({text}) => text).join("\t"))
    .join("\n");

/** A table as GitHub and Reddit write it; columns of numbers stand right. */
export function toMarkdown(table) {
  const [head, ...rows] = shownLines({
    ...table,
    head: table.head.length > 0 ? table.head : (table.rows[0]?.cells.map(() => ({text: ""})) ?? []),
  });
  const isNumeric = (column) =>
    column > 0 && rows.filter((cells) => NUMBER.test(cells[column].text.split(" ")[0])).length * 2 > rows.length;
  const rule = head.map((_, column) => (isNumeric(column) ? "---:" : "---"));
  const write = (cells) => `| ${cells.join(" | ")} |`;
  return [head, ...rows]
    .map((cells) => write(cells.map(({text}) => isolate(escapeMarkdown(text)))))
    .toSpliced(1, 0, write(rule))
    .join("\n");
}

/** A table as a post: what it is, the table, and where it is from. */
export const toPost = (table, {title, address}) =>
  `**${escapeMarkdown(title)}**\n\n${toMarkdown(table)}\n\n<${address}>\n`;

/** Text that Markdown shows as it is. */
export const escapeMarkdown = (text) => text.replace(MARKUP, "\\$&");

/** RFC 4180: every row, also those folded away, with exact numbers. */
export function toCsv({head, rows}) {
  const lines = [head, ...rows.map(({cells}) => cells)].filter((cells) => cells.length > 0);
  return lines.map((cells) => `${cells.map((cell) => quote(exact(cell))).join(",")}\r\n`).join("");
}

const shownLines = ({head, rows}) =>
  [head, ...rows.filter(({isHidden}) => !isHidden).map(({cells}) => cells)].filter((cells) => cells.length > 0);

const exact = ({text, value}) => value ?? (GROUPED.test(text) ? text.replaceAll(",", "") : text);

const quote = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : String(text));

/** `week 2026-W03`, `csv` → "nyaastats-week-2026-W03.csv". */
export const nameFile = (name, ending) =>
  `nyaastats-${name
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^-+|-+$/g, "")}.${ending}`;
