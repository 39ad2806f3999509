// The policy lets run what the build wrote and nothing else.

import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {test} from "node:test";
import "../fixtures/document.js";
import {buildPolicy, listPosterOrigins} from "../../scripts/policy.js";

const show = (poster) => ({poster});

function directives(markup, posters = []) {
  const meta = buildPolicy(markup, posters);
  const entries = meta.content.split("; ").map((directive) => directive.split(" "));
  return Object.fromEntries(entries.map(([name, ...sources]) => [name, sources]));
}

test("each inline script by the hash of its text, each file by its origin", () => {
  const rules = directives(
    '<script>one()</script><script src="a.js"></script><script type="module">\n two()\n</script>',
  );
  const hashes = ["one()", "\n two()\n"].map(
    (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  assert.deepEqual(rules["script-src"], ["'self'", ...hashes]);
});

test("nothing inline is allowed by name, and nothing is allowed by default", () => {
  const rules = directives("<p>nothing");
  assert.deepEqual(rules["default-src"], ["'none'"]);
  assert.deepEqual(rules["script-src"], ["'self'"]);
  assert.deepEqual(rules["style-src"], ["'self'"]);
  assert.ok(!JSON.stringify(rules).includes("unsafe"));
});

test("a picture painted from memory is let in where there is a button for it, and nowhere else", () => {
  const button = '<button type="button" data-take="png">PNG</button>';
  assert.deepEqual(directives(button, ["https://s4.anilist.co"])["img-src"], [
    "'self'",
    "blob:",
    "https://s4.anilist.co",
  ]);
  assert.deepEqual(directives(button.replace("png", "svg"))["img-src"], ["'self'"]);
});

test("images come from here and from where the posters are, each origin once", () => {
  const shows = [show("https://s4.anilist.co/a.jpg"), show(null), show("https://s4.anilist.co/b.jpg")];
  assert.deepEqual(directives("<p>", listPosterOrigins(shows))["img-src"], ["'self'", "https://s4.anilist.co"]);
  assert.deepEqual(directives("<p>")["img-src"], ["'self'"]);
});

test("no address of a poster writes a rule into the policy", () => {
  const addresses = [
    "https://x;connect-src/a.jpg",
    "https://*/a.jpg",
    "https://a b/c.jpg",
    "http://x/a.jpg",
    "nonsense",
    "",
  ];
  assert.deepEqual(listPosterOrigins([...addresses, "https://s4.anilist.co/a.jpg"].map(show)), [
    "https://s4.anilist.co",
  ]);
});
