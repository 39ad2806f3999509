// The list of a week, sorted by change: by what was gained, by what was lost, and by rank again.

import {fill, html} from "../components/lib/dom.js";

const ORDERS = [
  {sort: null, sign: "⇅", compare: (a, b) => rankOf(a) - rankOf(b)},
  {sort: "descending", sign: "↓", compare: (a, b) => changeOf(b, -Infinity) - changeOf(a, -Infinity)},
  {sort: "ascending", sign: "↑", compare: (a, b) => changeOf(a, Infinity) - changeOf(b, Infinity)},
];

/** Make the head of the changes a button, in the list that `slot` holds; again when it holds another one. */
export function hydrateSorting(slot) {
  const head = slot.querySelector("thead .change");
  const rows = [...slot.querySelectorAll("tbody tr")];
  if (head === null || rows.every((row) => row.dataset.change === undefined)) return;
  let order = 0;
  const sign = html("span", {"aria-hidden": "true"}, ORDERS[order].sign);
  const button = html("button", {type: "button", class: "sort-button"}, head.textContent, " ", sign);
  button.addEventListener("click", () => {
    order = (order + 1) % ORDERS.length;
    const {sort, sign: text, compare} = ORDERS[order];
    if (sort === null) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", sort);
    sign.textContent = text;
    slot.querySelector("tbody").append(...rows.toSorted(compare));
  });
  fill(head, button);
}

const rankOf = (row) => Number(row.querySelector(".rank").textContent);

/** A show without a change, new or back, comes last: `none` in its place. */
const changeOf = ({dataset}, none) => (dataset.change === undefined ? none : Number(dataset.change));
