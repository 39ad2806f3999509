// Another week in the front page's list: taken from that week's page, with a history entry of its own.

import {readWeek} from "./frontAddress.js";
import {weekAddress} from "../components/lib/address.js";
import {resolveAddress} from "../components/lib/dom.js";
import {formatPageTitle} from "../components/lib/pageTitle.js";
import {TOP} from "../components/week/WeekList.js";
import {hydrateSorting} from "./sorting.js";

/**
 * Take over the chooser of weeks. `onList(week)` is called with the name of the week that is listed, whenever it changes.
 * Returned: `choose(week)`, which lists a week as if a reader had chosen it, and `listed`, the week that is listed; null
 * when the page has no chooser.
 */
export function hydrateWeekChoice({onList}) {
  const chooser = document.querySelector(".week-chooser");
  return chooser && new WeekChoice(chooser, {onList});
}

class WeekChoice {
  #list = document.querySelector('[data-slot="list"]');
  #title = document.querySelector('[data-slot="list-title"]');
  #pageTitle = document.title;
  /** The boxes of weeks by name, as promises: a week is fetched once. */
  #boxes = new Map();
  /** The week that is or will be listed. */
  listed;

  constructor(chooser, {onList}) {
    const box = this.#list.querySelector(".list-box");
    Object.assign(this, {chooser, onList, select: chooser.querySelector("select")});
    this.weeks = [...this.select.options].map(({value}) => value);
    this.newest = box.dataset.week;
    this.listed = this.newest;
    this.#boxes.set(this.newest, Promise.resolve(box));
    this.#listen();
    this.#follow();
  }

  choose = (week) => {
    if (week === this.listed) return;
    // The newest week's address is the page's own, so that a link to it shows the newest one later, too.
    const address = week === this.newest ? location.pathname + location.search : `#${week}`;
    history.pushState(null, "", address);
    this.#show(week);
  };

  #listen() {
    this.select.hidden = false;
    this.select.addEventListener("change", () => this.choose(this.select.value));
    this.chooser.addEventListener("click", (event) => this.#step(event));
    addEventListener("popstate", () => this.#follow());
  }

  /** The links lead to the weeks' pages; here they are as good as the list. */
  #step(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.choose(link.dataset.week);
  }

  #follow() {
    this.#show(readWeek(location.hash, this.weeks) ?? this.newest);
  }

  async #show(week) {
    this.listed = week;
    const box = await this.#load(week);
    if (this.listed !== week) return;
    if (box === null) location.assign(pageOf(week));
    else this.#replace(week, box);
  }

  #load(week) {
    if (!this.#boxes.has(week)) this.#boxes.set(week, fetchList(pageOf(week)));
    return this.#boxes.get(week);
  }

  #replace(week, box) {
    const before = this.#list.querySelector(".list-box");
    if (before !== box) replaceList(before, box);
    this.#title.textContent = box.dataset.title;
    // Each week is an entry of the history, which lists titles.
    document.title = week === this.newest ? this.#pageTitle : formatPageTitle(box.dataset.title);
    this.select.value = week;
    this.#setSteps(this.weeks.indexOf(week));
    this.onList(week);
  }

  #setSteps(index) {
    const [back, forth] = this.chooser.querySelectorAll(".step");
    setStep(back, this.weeks[index - 1]);
    setStep(forth, this.weeks[index + 1]);
  }
}

const pageOf = (week) => resolveAddress(weekAddress(week));

function setStep(link, week) {
  if (week) {
    link.setAttribute("href", pageOf(week));
    link.dataset.week = week;
  } else link.removeAttribute("href");
  link.setAttribute("aria-disabled", String(!week));
}

/** Put a list in another's place; who has unfolded one reads the next unfolded, too. */
function replaceList(before, after) {
  const [from, to] = [before, after].map((box) => box.querySelector(".fold-switch input"));
  if (from && to) to.checked = from.checked;
  before.replaceWith(after);
}

/** The list of the page at `address`, made as the front page has it; null when it cannot be had. */
async function fetchList(address) {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const box = page.querySelector(".list-box");
  for (const link of box.querySelectorAll("a[href]")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), response.url).href);
  }
  hydrateSorting(box);
  setFold(box, TOP.front);
  return document.adoptNode(box);
}

/** The page of a week unfolds its list from fewer rows on. */
function setFold(box, top) {
  const fold = box.querySelector(".fold-switch");
  if (box.querySelectorAll("tbody tr").length <= top) fold?.remove();
  else fold.querySelector(".fold-less").textContent = `Show top ${top}`;
}
