// The last line of an embed: how sure its numbers are, and where they are from.

import {nameOrigin} from "../pictures/words.js";
import {Line, reserve} from "./frame.js";

const SIZE = 12;

/** The line from `left` to `right`; `note` stands at the left. */
export function Foot({origin}, {left, right, y, note}) {
  const room = right - left - (note === "" ? 0 : reserve(note, {size: SIZE}) + 12);
  const names = nameOrigin(origin);
  const name = names.find((text) => reserve(text, {size: SIZE}) <= room) ?? names.at(-1);
  return [
    note !== "" && Line(note, {x: left, y, size: SIZE, kind: "soft"}),
    Line(name, {x: right, y, size: SIZE, kind: "soft", end: true, room}),
  ];
}
