// The tables that people open in a spreadsheet, as CSV (RFC 4180, UTF-8), made from the published documents.
//
//   weeks/*.json ─► csv/show_weeks.csv     shows.json ─► csv/shows.csv     records.json ─► csv/records.csv
//   all of them ─► csv/datapackage.json, which says what each column is

const TABLES = [
  {
    name: "show_weeks",
    row: "one series in one week",
    description: "Every row of every weekly chart of all series, with its history as of that week.",
    parts: [{definition: "WeekChart", only: ["week", "start_date", "complete", "settled"]}, {definition: "ChartRow"}],
    list: ({weeks}) => weeks.flatMap(({rows, ...week}) => rows.map((row) => ({...week, ...row}))),
  },
  {
    name: "shows",
    row: "one show",
    description: "Every show of all seasons: facts from AniList and its totals.",
    parts: [{definition: "ShowEntry"}],
    list: ({shows}) => shows.shows,
  },
  {
    name: "records",
    row: "one holder of one record",
    description: "The records of the weekly chart, as of the newest complete week.",
    parts: [{definition: "Record"}, {definition: "RecordHolder"}],
    list: ({records}) =>
      records.records.flatMap(({holders, ...record}) => holders.map((holder) => ({...record, ...holder}))),
  },
];

/** In a cell with many texts, what stands between them. */
const SEPARATOR = "; ";
const TYPES = {date: "date", "date-time": "datetime"};

/**
 * The tables of the documents that `readData` gives: `[{name, row, description, fields, text, rows}]`, `name` being
 * `csv/shows.csv`, `row` what a row is, `rows` how many there are, and `fields` `{name, type, unit, description}`.
 *
 * Their columns are the fields of `schema.json` that hold one value, or a list of texts; what is nested deeper is in the
 * JSON files only.
 */
export function listTables(data) {
  return TABLES.map(({name, row, description, parts, list}) => {
    const fields = parts.flatMap((part) => listFields(part, data.schema.$defs));
    const rows = list(data);
    return {name: `csv/${name}.csv`, row, description, fields, rows: rows.length, text: writeCsv(fields, rows)};
  });
}

function listFields({definition, only = null}, definitions) {
  return Object.entries(definitions[definition].properties)
    .filter(([name]) => only === null || only.includes(name))
    .map(([name, part]) => ({
      name,
      type: typeOf(part, definitions),
      unit: part["x-unit"] ?? null,
      description: part.description,
    }))
    .filter(({type}) => type !== null);
}

/** A field's type as a Data Package calls it; null for what no cell can hold. */
function typeOf(part, definitions) {
  if (part.anyOf)
    return typeOf(
      part.anyOf.find(({type}) => type !== "null"),
      definitions,
    );
  if (part.$ref) return definitions[part.$ref.split("/").at(-1)].oneOf ? "string" : null;
  if (part.type === "array") return typeOf(part.items, definitions) === "string" ? "string" : null;
  if (part.type === "object") return null;
  return TYPES[part.format] ?? part.type;
}

const writeCsv = (fields, rows) =>
  [fields.map(({name}) => name), ...rows.map((row) => fields.map(({name}) => row[name]))].map(writeLine).join("");

const writeLine = (values) => `${values.map(writeCell).join(",")}\r\n`;

function writeCell(value) {
  if (value === null || value === undefined) return "";
  const text = Array.isArray(value) ? value.join(SEPARATOR) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The files below `data/`: the tables, and their description as a Data Package: `[name, text]`. */
export const listCsvFiles = ({tables, dataUntil}) => [
  ...tables.map(({name, text}) => [name, text]),
  ["csv/datapackage.json", `${JSON.stringify(describePackage(tables, dataUntil), null, 1)}\n`],
];

const describePackage = (tables, created) => ({
  profile: "tabular-data-package",
  name: "nyaastats-csv",
  title: "The weekly chart of anime series by torrent downloads, as CSV",
  created,
  resources: tables.map(({name, description, fields}) => ({
    name: name.match(/(\w+)\.csv$/)[1],
    path: name.replace("csv/", ""),
    profile: "tabular-data-resource",
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    dialect: {lineTerminator: "\r\n"},
    description,
    schema: {fields: fields.map(({unit, ...field}) => (unit ? {...field, unit} : field)), missingValues: [""]},
  })),
});
