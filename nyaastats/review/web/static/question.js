// The middle column: the title with its names, the candidates with their evidence, and the buttons that decide.

import {Poster} from "./lib/Poster.js";
import {isolate} from "./lib/controls.js";
import {html, svg} from "./lib/dom.js";
import {formatCount, formatDay, formatShortDay, pluralize} from "./lib/format.js";
import {describeAnswer} from "./queue.js";
import {describeSeason, formatPoints, summariseNames, sumDownloads} from "./view.js";

const MAX_NAMES = 3;
const TILE = {width: 34, height: 48};
const MAX_POINTS = 100;

/** The title that is asked about; `together` are all questions that are settled with it, itself among them. */
export function Subject(question, detail, together) {
  const {title, season, torrents, downloads, answer} = question;
  const facts = [summariseNames(detail.torrents), describeSeason(season)].filter(Boolean).join(", ");
  return [
    html("p", {class: "soft"}, answer ? "Decided; choose another to change it" : "Which show is this?"),
    html("h2", {}, title),
    html("p", {class: "soft"}, `${pluralize(torrents, "torrent")}, ${pluralize(downloads, "download")} · ${facts}`),
    answer &&
      html(
        "p",
        {class: "answer"},
        `✓ ${isolate(describeAnswer(answer))}`,
        answer.show === null ? null : ` (${answer.why})`,
      ),
    together.length > 1 ? Together(together) : null,
    Names(detail.torrents),
    html("p", {class: "soft"}, detail.verdict),
  ];
}

function Together(questions) {
  const titles = questions.map(({title}) => isolate(title)).join(" · ");
  const sum = pluralize(sumDownloads(questions), "download");
  return html(
    "p",
    {class: "together"},
    html("b", {}, `${questions.length} titles are settled together`),
    ` (${sum}): ${titles}`,
  );
}

function Names(torrents) {
  const [first, rest] = [torrents.slice(0, MAX_NAMES), torrents.slice(MAX_NAMES)];
  return html(
    "section",
    {class: "names"},
    html("h3", {}, "Names as published"),
    NameTable(first),
    rest.length > 0 && html("details", {}, html("summary", {}, `${formatCount(rest.length)} more`), NameTable(rest)),
  );
}

const NameTable = (torrents) =>
  html(
    "table",
    {},
    html("caption", {class: "visually-hidden"}, "Name, publication and downloads of each torrent"),
    html("tbody", {}, torrents.map(NameRow)),
  );

const NameRow = ({name, published, downloads}) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, html("code", {}, name)),
    html(
      "td",
      {class: "soft"},
      published ? html("time", {datetime: published, title: formatDay(published)}, formatShortDay(published)) : "",
    ),
    html("td", {class: "number"}, formatCount(downloads)),
  );

/** The candidates, numbered from `first` on; `chosen` is the id of the one that would be written. */
export function Candidates(candidates, {chosen, threshold, first = 1}) {
  return candidates.map((candidate, index) =>
    Candidate(candidate, {
      number: first === null ? null : first + index,
      isChosen: candidate.id === chosen,
      threshold,
    }),
  );
}

function Candidate(candidate, {number, isChosen, threshold}) {
  return html(
    "button",
    {type: "button", class: "candidate", "data-show": candidate.id, "aria-pressed": String(isChosen)},
    number === null || number > 5 ? html("span", {}) : html("kbd", {}, number),
    Poster({title: candidate.title, poster: null, color: candidate.color}, TILE),
    html(
      "span",
      {class: "candidate-text"},
      html("b", {class: "title"}, candidate.title),
      html("span", {class: "score"}, html("b", {}, formatPoints(candidate.score).replace("+", "")), ` of ${threshold}`),
      html("span", {class: "soft facts"}, describeFacts(candidate)),
      isChosen
        ? Evidence(candidate.evidence)
        : html("span", {class: "soft facts"}, summariseEvidence(candidate.evidence)),
    ),
  );
}

const describeFacts = ({romaji, title, format, start, episode, id}) =>
  [
    romaji === title ? null : romaji,
    format.replaceAll("_", " "),
    start && `from ${formatShortDay(start)} ${start.slice(0, 4)}`,
    episode && `this would be ep ${episode}`,
    `id ${id}`,
  ]
    .filter(Boolean)
    .join(" · ");

const summariseEvidence = (evidence) => evidence.map(({name, score}) => `${name} ${formatPoints(score)}`).join(" · ");

/** A row a part of the score: its name, a bar for or against, its points and why. */
export const Evidence = (evidence) =>
  html(
    "span",
    {class: "evidence"},
    evidence.map((part) =>
      html(
        "span",
        {class: "part"},
        html("span", {}, part.name),
        EvidenceBar(part.score),
        html(
          "b",
          {class: `number ${part.score < 0 ? "against" : part.score > 0 ? "for" : "soft"}`},
          formatPoints(part.score),
        ),
        html("span", {class: "soft"}, part.why),
      ),
    ),
  );

function EvidenceBar(score) {
  const length = Math.min(Math.abs(score), MAX_POINTS) / 2;
  const x = score < 0 ? 50 - length : 50;
  return svg(
    "svg",
    {class: "evidence-bar", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true"},
    svg("rect", {class: score < 0 ? "against" : "for", x, y: 2, width: length, height: 8}),
    svg("rect", {class: "axis", x: 49.5, y: 0, width: 1, height: 12}),
  );
}

/** Reasons that fit many answers. */
export const REASONS = [
  "Live action, not an anime",
  "Music or a concert",
  "An older season",
  "The group's own title",
  "Seen in the video",
];

export const ReasonChips = () =>
  REASONS.map((reason) => html("button", {type: "button", class: "chip", "data-reason": reason}, reason));

/**
 * The buttons: each writes. `choice` is what is previewed, `candidate` the record of its show, if it has one; only a
 * choice that a person has made is written by Enter.
 */
export function Actions(choice, candidate) {
  const isMade = choice?.isMade ?? false;
  const [noShow, match] = [isMade && choice.show === null, isMade && choice.show !== null];
  return [
    Action("no-show", "No show", noShow ? "↵" : "N", noShow),
    candidate && Action("match", `Match to ${isolate(shorten(candidate.title))}`, match ? "↵" : null, match),
    Action("later", "Later", "L", false),
    html("button", {type: "button", id: "help", class: "plain"}, html("kbd", {}, "?"), " keys"),
  ];
}

const Action = (id, label, key, isPrimary) =>
  html("button", {type: "button", id, class: isPrimary ? "primary" : null}, label, key && [" ", html("kbd", {}, key)]);

const shorten = (title) => (title.length > 24 ? `${title.slice(0, 23).trimEnd()}…` : title);

/** The keys and what they do. */
export const Help = (keys) =>
  html(
    "dl",
    {class: "keys"},
    keys.map(([key, what]) => [html("dt", {}, html("kbd", {}, key)), html("dd", {}, what)]),
  );
