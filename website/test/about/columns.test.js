// The about page lists the columns that the ETL publishes, with the types that it gives them.

import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import test from "node:test";
import {FILES} from "../../src/components/about/columns.js";
import {REASONS} from "../../src/components/about/reasons.js";

const PACKAGE = new URL("../../../nyaastats/", import.meta.url);
const source = (path) => readFileSync(new URL(path, PACKAGE), "utf8");
const publish = readdirSync(new URL("publish/", PACKAGE))
  .filter((name) => name.endsWith(".py"))
  .map((name) => source(`publish/${name}`))
  .join("\n");
const parts = FILES.flatMap((file) => file.parts);

/** How a type of the contracts is called on the page; what is not here is a text, an enumeration or an object. */
const TYPES = [
  [/^tuple\[Text/, "list of texts"],
  [/^tuple\[/, "list"],
  [/^Mapping\[Reason, Tally\]$/, "tallies by reason"],
  [/^Mapping\[\w+, int\]$/, /^integers by (reason|method)$/],
  [/^(Id|AniListId|Place|Count|Number|int)$/, "integer"],
  [/^(Average|float)$/, "number"],
  [/^bool$/, "boolean"],
  [/^(date|UtcDay)$/, "date"],
  [/^(UtcTime|datetime)$/, "UTC time"],
  [/^WebAddress$/, "address"],
  [/^(Text|str|Color|Format|FileName|Sha1|Sha256|Reason|Attribution|Method)$/, "text"],
  [/^Tally$/, "tally"],
  [/^Rate$/, "rate"],
  [/^(Example|ExampleWeek|FullDay)$/, "object"],
];

/** The fields of a dataclass: `[[name, annotation], …]`. */
function fields(name) {
  const [, body] = publish.match(new RegExp(`^class ${name}\\b.*:\\n((?:(?: {4}.*)?\\n)+)`, "m")) ?? [];
  assert.ok(body, `${name} is no class of nyaastats/publish`);
  const found = [...body.replace(/"""[^]*?"""/g, "").matchAll(/^ {4}(\w+): (.+)$/gm)];
  return found.map(([, field, annotation]) => [field, annotation]);
}

/** `Annotated[int, Field(ge=1)] | None` → {kind: "int", nullable: true}. */
function typeOf(annotation) {
  const nullable = annotation.endsWith(" | None");
  const plain = annotation.replace(/ \| None$/, "");
  return {kind: plain.replace(/^Annotated\[(.+?), Field\(.*\)\]$/, "$1"), nullable};
}

function agrees(type, annotation) {
  const {kind, nullable} = typeOf(annotation);
  const [, expected] = TYPES.find(([pattern]) => pattern.test(kind)) ?? [];
  assert.ok(expected, `no word for the type ${annotation}`);
  const [word, orNull = ""] = type.split(/(?= or null$)/);
  assert.equal(orNull !== "", nullable, `${type} for ${annotation}`);
  assert.ok(expected instanceof RegExp ? expected.test(word) : expected === word, `${type} for ${annotation}`);
}

test("each table has the fields of its contract, in their order and with their types", () => {
  for (const {contract, columns} of parts.filter((part) => part.contract !== "EPISODES")) {
    const written = fields(contract);
    assert.deepEqual(
      columns.map(([name]) => name),
      written.map(([name]) => name),
      contract,
    );
    columns.forEach(([, type], i) => agrees(type, written[i][1]));
  }
});

test("episodes.parquet is described in the contract's own words", () => {
  const columns = [...publish.matchAll(/_column\("(\w+)", pa\.(\w+)\(.*?\), "([^"]+)", "([^"]+)"\)/g)];
  assert.deepEqual(
    FILES[0].parts[0].columns,
    columns.map(([, name, type, unit, meaning]) => [name, `${type}, ${unit}`, meaning]),
  );
});

test("no contract of a published document is missing, except the pages' own", () => {
  const listed = new Set(parts.map((part) => part.contract));
  const written = [...publish.matchAll(/^class (\w+)\(_Shape\)/gm)].map(([, name]) => name);
  assert.deepEqual(written.filter((name) => !listed.has(name)).sort(), ["EpisodeSeries", "ShowPage"]);
});

test("the files are those that the ETL names", () => {
  const names = [...publish.matchAll(/^[A-Z]+_FILE = "(.+)"$/gm)].map(([, name]) => name);
  assert.deepEqual(
    FILES.map((file) => file.name),
    names,
  );
});

test("every reason has the words that the terminal prints", () => {
  const filters = source("identify/filters.py");
  const values = Object.fromEntries(
    [...filters.matchAll(/^ {4}([A-Z_]+) = "(\w+)"$/gm)].map(([, key, value]) => [key, value]),
  );
  const words = [...filters.matchAll(/^ {4}Reason\.([A-Z_]+): "(.+)",$/gm)].map(([, key, text]) => [values[key], text]);
  assert.equal(words.length, Object.keys(values).length);
  assert.deepEqual(REASONS, Object.fromEntries(words));
});
