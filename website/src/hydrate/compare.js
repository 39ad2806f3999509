// The compare page in a browser: its address says what is compared, and everything is drawn from it.

import {decodeCompare} from "../components/compare/compareDocument.js";
import {separateColors} from "../components/compare/distinctColors.js";
import {buildModel} from "../components/compare/model.js";
import {MAX_SHOWS, readState, stateAddress} from "../components/compare/state.js";
import {buildTrack} from "../components/compare/tracks.js";
import {resolveAddress} from "../components/lib/dom.js";
import {pluralize} from "../components/lib/format.js";
import {hydratePage, markReady} from "./common.js";
import {ComparisonView} from "./comparisonView.js";

const place = document.querySelector(".compare[data-src]");
const view = ComparisonView(place, {onChange: go});
const fetchDocument = rememberResults(fetchJson);
const fetchComparison = rememberResults(async (address) => decodeCompare(await fetchJson(address)));
/** How often the page was drawn: what comes late for an address that is no longer asked for is dropped. */
let drawings = 0;

hydratePage({sources: {compare: view.source}});
addEventListener("popstate", draw);
place.addEventListener("click", followStep);
await draw();
markReady();

/** Links that change the comparison need no new page. */
function followStep(event) {
  const link = event.target.closest("a[data-step], .compare-shows .search-link");
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  draw();
}

function go(state) {
  history.pushState(null, "", resolveAddress(stateAddress(state)));
  draw();
}

/** Draw what the address says. */
async function draw() {
  const drawing = (drawings += 1);
  const asked = readState(location.search);
  const answer = await fetchModel(asked).catch(() => null);
  if (drawing !== drawings) return;
  if (answer === null) view.fail("The numbers could not be fetched.");
  else view.show(answer);
}

/** What there is of the shows that `asked`, a state, names: what the view shows. */
async function fetchModel(asked) {
  const {shows: index, dataUntil} = await fetchComparison(place.dataset.src);
  const ids = asked.ids.filter((id) => index.has(id));
  const shows = separateColors(ids.map((id) => index.get(id)));
  const pages = await Promise.all(shows.map(({dataAddress}) => fetchDocument(resolveAddress(dataAddress))));
  const tracks = shows.map((show, i) => buildTrack(show, pages[i], dataUntil));
  const state = {...asked, ids};
  return {
    state,
    model: tracks.length > 0 ? {...buildModel(tracks, state), dataUntil} : null,
    messages: listMessages(asked, index),
  };
}

function listMessages({ids, surplus}, index) {
  const unknown = ids.filter((id) => !index.has(id));
  return [
    unknown.length > 0 && `No show here has the number ${unknown.join(", ")}: left out.`,
    surplus.length > 0 &&
      `At most ${MAX_SHOWS} shows are compared: ${pluralize(surplus.length, "more show")} left out.`,
  ].filter(Boolean);
}

async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** What `fetchValue` gave for each address the first time; asked again after a failure. */
function rememberResults(fetchValue) {
  const results = new Map();
  return (address) => {
    if (!results.has(address)) {
      const result = fetchValue(address);
      results.set(address, result);
      result.catch(() => results.delete(address));
    }
    return results.get(address);
  };
}
