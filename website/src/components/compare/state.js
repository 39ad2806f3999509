// What is compared, and how: the address of the compare page is all of it.

import {COMPARE} from "../lib/address.js";

export const MAX_SHOWS = 6;

/** What each setting may be, the default first. */
export const ALIGNS = ["premiere", "date"];
export const MEASURES = ["week", "daily", "episode", "total", "percent"];

/**
 * The state `{ids, surplus, align, y, log}` of an address's `search`; `ids` are at most six, each once, and `surplus`
 * those beyond. What is not understood is as if it were not there.
 */
export function readState(search) {
  const parameters = new URLSearchParams(search);
  const ids = (parameters.get("shows") ?? "").split(",").filter((text) => /^[1-9]\d{0,9}$/.test(text));
  const unique = [...new Set(ids.map(Number))];
  return {
    ids: unique.slice(0, MAX_SHOWS),
    surplus: unique.slice(MAX_SHOWS),
    align: pick(ALIGNS, parameters.get("align")),
    y: pick(MEASURES, parameters.get("y")),
    log: parameters.get("log") === "1",
  };
}

const pick = (values, value) => (values.includes(value) ? value : values[0]);

/** The address of a state, without what is the default. */
export function stateAddress({ids, align = ALIGNS[0], y = MEASURES[0], log = false}) {
  const parts = [
    ids.length > 0 && `shows=${ids.join(",")}`,
    align !== ALIGNS[0] && `align=${align}`,
    y !== MEASURES[0] && `y=${y}`,
    log && "log=1",
  ].filter(Boolean);
  return parts.length === 0 ? COMPARE : `${COMPARE}?${parts.join("&")}`;
}

/** The state with one more show, if there is room for it, and with one less. */
export const addShow = (state, id) =>
  state.ids.includes(id) || state.ids.length >= MAX_SHOWS ? state : {...state, ids: [...state.ids, id]};
export const removeShow = (state, id) => ({...state, ids: state.ids.filter((other) => other !== id)});
