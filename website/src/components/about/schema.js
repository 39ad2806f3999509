// What schema.json says of the published files: a JSON Schema (2020-12) that the ETL writes beside the data.
//
// Beyond the standard it has `x-files`, the files with their schemas, and for fields `x-unit` and, in a Parquet file,
// `x-arrow-type`. Definitions are either objects with `properties` or enumerations: `oneOf` of a `const` each.

const TYPES = {string: "text", integer: "integer", number: "number", boolean: "boolean", null: "null"};
const FORMATS = {date: "date", "date-time": "UTC time"};

/**
 * The files of the schema as `[{name, description, row, tables}]`, `row` being what a row or an element is. A table is a definition that the file uses, the file's own
 * first: `{name, description, fields: [{name, type, description}]}`, or of an enumeration
 * `{name, description, values: [{name, description}]}`.
 */
export function listFiles(schema) {
  return schema["x-files"].map(({name, description, rows: row, schema: root}) => {
    const definitions = collectDefinitions(root, schema.$defs);
    return {
      name,
      description,
      row,
      tables: definitions.map((definition) => toTable(definition, schema.$defs[definition])),
    };
  });
}

/** Whether a name of the schema stands for many files, none of which has it: `shows/<id>.json`. */
export const isPattern = (name) => name.includes("<");

/**
 * The exclusion reasons with their descriptions, as a map: `batch` → "a batch: many episodes in one torrent".
 *
 * They are the keys of the report's `excluded`, whose definition the schema names there.
 */
export function listReasons({$defs: definitions}) {
  const {propertyNames} = definitions.Report.properties.excluded;
  return new Map(definitions[nameOf(propertyNames)].oneOf.map(({const: value, description}) => [value, description]));
}

/** The names of the definitions that a schema uses, itself first; a reference elsewhere leads to none. */
function collectDefinitions(root, definitions) {
  const names = new Set();
  const visit = (part) => {
    for (const name of listReferences(part)) {
      if (names.has(name) || !Object.hasOwn(definitions, name)) continue;
      names.add(name);
      visit(definitions[name]);
    }
  };
  visit(root);
  return [...names];
}

/** The definitions that a part of a schema refers to, in the order in which they stand there. */
function listReferences(part) {
  if (part === null || typeof part !== "object") return [];
  if (typeof part.$ref === "string") return [nameOf(part)];
  return Object.values(part).flatMap(listReferences);
}

/** "#/$defs/Ranking" → "Ranking". */
const nameOf = ({$ref}) => $ref.split("/").at(-1);

function toTable(name, {description, oneOf, properties}) {
  if (oneOf) return {name, description, values: oneOf.map((value) => ({name: value.const, ...value}))};
  const fields = Object.entries(properties).map(([field, part]) => {
    return {name: field, type: typeWithUnit(part), description: part.description};
  });
  return {name, description, fields};
}

/** "int64, id", "integer or null, rank", "UTC time". */
function typeWithUnit(part) {
  const [type, unit] = [typeText(part), part["x-unit"]];
  return unit && !type.startsWith(unit) ? `${type}, ${unit}` : type;
}

/** A type in words: "list of Ranking", "Tally by Reason", "integer or null". */
function typeText(part) {
  if (part.anyOf) return part.anyOf.map(typeText).join(" or ");
  if (part.$ref) return nameOf(part);
  if (part.type === "array") return `list of ${typeText(part.items)}`;
  if (part.type === "object") return `${typeText(part.additionalProperties)} by ${typeText(part.propertyNames)}`;
  return part["x-arrow-type"] ?? FORMATS[part.format] ?? TYPES[part.type];
}
