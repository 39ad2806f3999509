// What a key does. Pure: from an event of the keyboard to the name of an action, or null.

/** The keys, in the words of the help. */
export const KEYS = [
  ["1 – 5", "choose a candidate; again, or Enter: write it"],
  ["N", "choose no show; again, or Enter: write it"],
  ["L", "later: go to the next title"],
  ["J, K", "next, previous title"],
  ["X", "add the title to those that are settled together"],
  ["/", "search all shows"],
  ["U", "take the last answer back"],
  ["?", "show or hide these keys"],
];

const ACTIONS = {
  n: "no-show",
  l: "next",
  j: "next",
  k: "previous",
  x: "select",
  "/": "search",
  u: "undo",
  "?": "help",
};

/** The action of a key: `{name, number}`; null for any other key, and while a text is typed (but for Escape). */
export function readKey({key, ctrlKey, altKey, metaKey, target}) {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === "Escape") return {name: "leave"};
  if (isTyping(target)) return null;
  if (/^[1-5]$/.test(key)) return {name: "candidate", number: Number(key)};
  if (key === "Enter") return isControl(target) ? null : {name: "write"};
  const name = ACTIONS[key.toLowerCase()];
  return name ? {name} : null;
}

const isTyping = (target) => target?.matches?.("input:not([type=checkbox]), textarea, select") ?? false;

/** Enter on a button or link is that button's. */
const isControl = (target) => target?.matches?.("button, a, summary, input") ?? false;
