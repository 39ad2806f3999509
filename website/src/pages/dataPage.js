// The open dataset: its files with their fields, how to read them, how right they are, and how they may change.

import {EXAMPLE_ROOT, Snippet} from "../components/copy/Snippet.js";
import {CsvFiles} from "../components/data/CsvFiles.js";
import {DataFiles} from "../components/data/DataFiles.js";
import {ProjectionScores} from "../components/data/ProjectionScores.js";
import {listSnippets} from "../components/data/snippets.js";
import {html} from "../components/lib/dom.js";
import {formatDay, formatTime, pluralize} from "../components/lib/format.js";

/** What the page is made from; of the CSV tables all but their text. */
export const selectData = (site) => ({
  schema: site.schema,
  manifest: site.manifest,
  tables: site.tables.map(({text, ...table}) => ({...table, size: Buffer.byteLength(text)})),
  corrections: site.corrections.corrections.length,
  projections: {replayed: site.projections.replayed, kept: site.projections.kept},
  seasons: site.seasonList.length,
  since: site.weeks[0]?.start_date ?? null,
  dataUntil: site.dataUntil,
  synthetic: site.synthetic,
  siteUrl: site.siteUrl,
});

/** The page `{title, description, slots}`. */
export function dataPage(page) {
  const {schema, manifest, tables, projections, siteUrl} = page;
  const root = siteUrl ?? EXAMPLE_ROOT;
  return {
    title: "Data",
    description: "The numbers of nyaastats as open files: JSON, Parquet and CSV, every field described.",
    slots: {
      state: describeState(page),
      csv: CsvFiles(tables),
      snippets: html("div", {class: "snippets"}, listSnippets(root).map(Snippet)),
      example: siteUrl ? null : html("p", {class: "soft", id: "example-root"}, `${EXAMPLE_ROOT} stands for this site.`),
      corrections: describeCorrections(page),
      projections: ProjectionScores(projections),
      citation: Snippet({name: "Citation", text: writeCitation(page, root)}),
      files: DataFiles(schema, manifest),
    },
  };
}

function describeState({seasons, since, dataUntil}) {
  const span = since ? `, ${pluralize(seasons, "season")} since ${formatDay(since)}` : "";
  return `Data until ${formatTime(dataUntil)}${span}.`;
}

const describeCorrections = ({corrections}) =>
  corrections === 0
    ? "Nothing is listed now."
    : `${corrections === 1 ? "1 number is" : `${pluralize(corrections, "number")} are`} listed now.`;

function writeCitation({dataUntil, synthetic}, root) {
  const what = synthetic ? "Made-up numbers for a demonstration" : "Anime downloads by week";
  return `nyaastats. ${what}. Data until ${formatTime(dataUntil)}. ${root}data/`;
}
