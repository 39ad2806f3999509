// The keys of the review page: what each does, and that none does anything while a text is typed.

import assert from "node:assert/strict";
import {test} from "node:test";
import {KEYS, readKey} from "../../../nyaastats/review/web/static/keys.js";
import {window} from "../fixtures/document.js";

const {document} = window;
const element = (markup) => {
  document.body.innerHTML = markup;
  return document.body.firstElementChild;
};
const press = (key, {target = document.body, ...modifiers} = {}) => readKey({key, target, ...modifiers});

const ACTIONS = [
  ["1", {name: "candidate", number: 1}],
  ["5", {name: "candidate", number: 5}],
  ["n", {name: "no-show"}],
  ["N", {name: "no-show"}],
  ["l", {name: "next"}],
  ["k", {name: "previous"}],
  ["x", {name: "select"}],
  ["/", {name: "search"}],
  ["u", {name: "undo"}],
  ["Enter", {name: "write"}],
  ["Escape", {name: "leave"}],
  ["6", null],
  ["0", null],
  ["q", null],
];

for (const [key, action] of ACTIONS) {
  test(`${key} is ${action?.name ?? "nothing"}`, () => assert.deepEqual(press(key), action));
}

for (const markup of ["<input>", '<input type="search">', "<textarea></textarea>"]) {
  test(`what is typed into ${markup} is text`, () => {
    for (const key of ["1", "n", "u", "/", "Enter"]) assert.equal(press(key, {target: element(markup)}), null);
    assert.deepEqual(press("Escape", {target: element(markup)}), {name: "leave"});
  });
}

test("Enter on a button is the button's, a letter is not", () => {
  assert.equal(press("Enter", {target: element("<button></button>")}), null);
  assert.deepEqual(press("n", {target: element("<button></button>")}), {name: "no-show"});
  assert.deepEqual(press("u", {target: element('<input type="checkbox">')}), {name: "undo"});
});

test("the browser's own shortcuts stay the browser's", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey"]) assert.equal(press("n", {[modifier]: true}), null);
});

test("every key of the help does something", () => {
  const keys = KEYS.flatMap(([key]) => key.split(/ – |, /));
  for (const key of keys) assert.notEqual(press(key), null, key);
});
