// What can be embedded, and the text that embeds it: Markdown, HTML, BBCode.

import {seasonAddress, showAddress, weekAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";

/**
 * What there is, in the order of the page: its name, what of a choice it needs, and for a picture of known width how much
 * room is kept for it until it has come.
 */
const KINDS = [
  {kind: "show", name: "A show", needs: "show", size: {width: 480, height: 218}},
  {kind: "badge", name: "A badge for a show", needs: "show"},
  {kind: "latest", name: "The newest week", needs: "week", size: {width: 480, height: 366}},
  {kind: "week", name: "One week for ever", needs: "week", size: {width: 480, height: 366}},
  {kind: "season", name: "A season", needs: "season", size: {width: 480, height: 366}},
];

/** The kinds that there are for a choice `{show, week, season}`, in which what is not there yet is null: `{kind, name, size}`. */
export const listKinds = (choice) => KINDS.filter(({needs}) => choice[needs] !== null);

/**
 * The embed of a kind as `{image, page, alt}`: addresses from the site's root, and what the picture is of. `show` is
 * `{id, title}`, `week` `{week, dates}`, `season` `{slug, season}`.
 */
export function describeEmbed(kind, {show, week, season}) {
  const embeds = {
    show: () => [`./embed/show/${show.id}.svg`, showAddress(show.id), `Downloads of ${isolate(show.title)}`],
    badge: () => [`./badge/show/${show.id}.svg`, showAddress(show.id), `Downloads of ${isolate(show.title)}`],
    latest: () => ["./embed/week/latest.svg", "./", "Anime downloads of the newest week"],
    week: () => [`./embed/week/${week.week}.svg`, weekAddress(week.week), `Anime downloads, ${week.dates}`],
    season: () => [
      `./embed/season/${season.slug}.svg`,
      seasonAddress(season.slug),
      `${season.season} by anime downloads`,
    ],
  };
  const [image, page, alt] = embeds[kind]();
  return {image, page, alt};
}

/** The texts `[{name, text}]` that embed it; `root` is the address of the site (`https://example.org/`). */
export function writeEmbed({image, page, alt}, root) {
  const [source, target] = [image, page].map((address) => `${root}${address.slice(2)}`);
  return [
    {name: "Markdown", text: `[![${escapeMarkdown(alt)}](${source})](${target})`},
    {name: "HTML", text: `<a href="${target}"><img src="${source}" alt="${escapeHtml(alt)}"></a>`},
    {name: "BBCode", text: `[url=${target}][img]${source}[/img][/url]`},
  ];
}

/** The text of a badge that shields.io draws by itself. */
export const writeShield = ({id, title}, root) =>
  `![Downloads of ${isolate(escapeMarkdown(title))}](https://img.shields.io/endpoint?url=${encodeURIComponent(`${root}badge/show/${id}.json`)})`;

const escapeMarkdown = (text) => text.replace(/[\\[\]`*_<>!&]/g, "\\$&");

const ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};
const escapeHtml = (text) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter]);
