// What `npm run check` holds the JavaScript to.

import js from "@eslint/js";
import globals from "globals";

export default [
  {ignores: ["dist/", "dist.next/", "dist.old/", "src/bundles/", "src/data/", "src/.observablehq/"]},
  js.configs.recommended,
  {
    languageOptions: {ecmaVersion: 2023, globals: {...globals.browser, ...globals.node}},
    rules: {
      "consistent-return": "error",
      eqeqeq: "error",
      // A name says what it holds: the thing's noun, no pronoun and no participle (docs/glossary.md).
      "id-denylist": ["error", ..."one ones told tell tells said found known made most least".split(" ")],
      "max-lines-per-function": ["error", {max: 40, skipBlankLines: true, skipComments: true}],
      "no-restricted-properties": [
        "error",
        {property: "innerHTML", message: "Text is set by lib/dom.js, so that it stays text."},
        {property: "outerHTML", message: "Only scripts/postprocess.js writes markup."},
        {property: "insertAdjacentHTML", message: "Text is set by lib/dom.js, so that it stays text."},
      ],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {files: ["test/**"], rules: {"max-lines-per-function": "off", "no-restricted-properties": "off"}},
  {
    files: ["test/**"],
    ignores: ["test/fixtures/folders.js"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["fs", "node:fs"].map((name) => ({
            name,
            importNames: ["mkdtemp", "mkdtempSync"],
            message: "fixtures/folders.js makes folders that are deleted at the end.",
          })),
        },
      ],
    },
  },
  {files: ["src/components/**"], languageOptions: {globals: {...globals.browser}}},
];
