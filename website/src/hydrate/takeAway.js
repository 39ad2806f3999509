// The buttons that take charts and tables out of a page, at work.

import {html} from "../components/lib/dom.js";
import {formatDay} from "../components/lib/format.js";
import {describeSource, PictureFrame} from "../components/share/PictureFrame.js";
import {readTable} from "../components/share/readTable.js";
import {nameFile, toCsv, toPost, toText} from "../components/share/tableText.js";
import {copyStyled, readColor} from "./pictures.js";

const CSV = "text/csv;charset=utf-8";
const SVG = "image/svg+xml;charset=utf-8";
const ANSWER_TIME = 2000;
const MIN_PICTURE_WIDTH = 200;
/** Pixels of a PNG to one of the page. */
const DENSITY = 2;

/**
 * Let every row of buttons (share/TakeAway.js) answer, also those that come into the page later.
 *
 * `sources` are functions by a row's name for what is not read from the page: `{table(), charts()}`.
 */
export function hydrateTakeAways(sources = {}) {
  document.addEventListener("click", async ({target}) => {
    const button = target.closest("[data-take]");
    if (button === null) return;
    const row = button.closest(".take-away");
    const answer = await take(button.dataset.take, row, sources[row.dataset.name] ?? {}).catch(() => "Not possible");
    answerIn(button, row, answer);
  });
}

/** Do what the button says; what it answers. */
async function take(kind, row, source) {
  const {name, title, table: id} = row.dataset;
  const readPageTable = () => readTable(document.getElementById(id));
  const actions = {
    link: () => copy(readAddress(row)),
    text: () => copy(toText(readPageTable())),
    markdown: () => copy(toPost(readPageTable(), {title, address: readAddress(row)})),
    csv: () => save(new Blob([toCsv((source.table ?? readPageTable)())], {type: CSV}), nameFile(name, "csv")),
    svg: () => save(toBlob(drawPicture(row, source)), nameFile(name, "svg")),
    png: async () => save(await paint(drawPicture(row, source)), nameFile(name, "png")),
  };
  return actions[kind]();
}

/** The address of what the row is about: the one that the site says is the page's, else where the page was found. */
function readAddress(row) {
  if (row.dataset.link)
    return new URL(`${document.documentElement.dataset.root}${row.dataset.link.slice(2)}`, location).href;
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? `${location.origin}${location.pathname}`;
  return `${canonical}${location.search}`;
}

async function copy(text) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyBySelection(text);
  return "Copied";
}

/** Where a page is served without TLS, browsers offer no other way. */
function copyBySelection(text) {
  const area = html("textarea", {class: "visually-hidden", "aria-hidden": "true"});
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("the browser does not let a page copy");
}

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = html("a", {href, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), ANSWER_TIME);
  return "Saved";
}

/** The row's charts as one picture with all its colours in it. */
function drawPicture(row, source) {
  const {title, until, chart: id} = row.dataset;
  const charts = source.charts?.() ?? listCharts(document.getElementById(id));
  return PictureFrame({
    title,
    source: describeSource({
      address: readAddress(row),
      dataUntil: until ? formatDay(until) : null,
      isSynthetic: document.querySelector(".notice") !== null,
    }),
    charts: onStage(charts, () => charts.map(copyStyled)),
    colors: {page: readColor("--page"), ink: readColor("--ink"), soft: readColor("--ink-soft")},
    font: getComputedStyle(document.body).fontFamily,
  });
}

/** What `read` gives while the charts are in the page, for only there a stylesheet means them. */
function onStage(charts, read) {
  const stage = html(
    "div",
    {class: "picture-stage", "aria-hidden": "true"},
    charts.filter(({isConnected}) => !isConnected),
  );
  document.body.append(stage);
  try {
    return read();
  } finally {
    stage.remove();
  }
}

/** The pictures in a box that are charts, not ornaments. */
const listCharts = (box) =>
  (box.localName === "svg" ? [box] : [...box.querySelectorAll("svg")]).filter(
    (element) => !element.closest(".poster, button") && element.getBoundingClientRect().width >= MIN_PICTURE_WIDTH,
  );

const toBlob = (picture) => new Blob([new XMLSerializer().serializeToString(picture)], {type: SVG});

async function paint(picture) {
  const [width, height] = ["width", "height"].map((name) => DENSITY * Number(picture.getAttribute(name)));
  const address = URL.createObjectURL(toBlob(picture));
  const image = new Image(width, height);
  image.src = address;
  await image.decode();
  const canvas = html("canvas", {width, height});
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** The answer in the button's place, as wide as it was, and to a screen reader. */
function answerIn(button, row, answer) {
  if (button.dataset.answer) return;
  button.style.setProperty("min-width", `${button.offsetWidth}px`);
  const label = button.textContent;
  button.dataset.answer = answer;
  button.textContent = answer;
  row.querySelector("[role=status]").textContent = `${label}: ${answer}`;
  setTimeout(() => {
    button.textContent = label;
    delete button.dataset.answer;
    row.querySelector("[role=status]").textContent = "";
  }, ANSWER_TIME);
}
