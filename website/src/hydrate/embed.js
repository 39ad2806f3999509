// The page of embeds in a browser: another show is chosen, and the texts are copied.

import {hydrateSnippets} from "../components/copy/Snippet.js";
import {EmbedList} from "../components/embed/EmbedList.js";
import {fill, html, resolveAddress} from "../components/lib/dom.js";
import {decodeShows, findShows} from "../components/search/searchDocument.js";
import {hydratePage, markReady} from "./common.js";

const QUERY = "show";
const MAX_OPTIONS = 100;

const place = document.querySelector(".embeds");
const root = place.dataset.siteUrl ?? new URL(resolveAddress("./"), location.href).href;
const choice = JSON.parse(place.dataset.choice);

function draw(show) {
  fill(place, EmbedList({...choice, show}, root));
  hydrateSnippets(place);
}

async function addChooser() {
  const {src} = document.querySelector(".search").dataset;
  const shows = decodeShows(await (await fetch(src)).json());
  const input = html("input", {type: "search", id: "embed-find", autocomplete: "off", spellcheck: "false"});
  const select = html("select", {id: "embed-show"});
  fill(
    document.querySelector(".embed-chooser"),
    html("p", {}, html("label", {for: "embed-find"}, "Find a show"), input),
    html("p", {}, html("label", {for: "embed-show"}, "Show"), select),
  );
  const id = Number(new URLSearchParams(location.search).get(QUERY));
  const chosen = shows.find((show) => show.id === id) ?? shows.find((show) => show.id === choice.show?.id);
  listOptions(select, shows, chosen);
  if (chosen && chosen.id !== choice.show?.id) draw(chosen);
  select.addEventListener("change", () => choose(shows, Number(select.value)));
  input.addEventListener("input", () => {
    const matches = findShows(shows, input.value) ?? shows;
    listOptions(select, matches, matches[0]);
    if (matches.length > 0) choose(shows, matches[0].id);
  });
}

function listOptions(select, shows, chosen) {
  const listed = shows.slice(0, MAX_OPTIONS);
  if (chosen && !listed.includes(chosen)) listed.unshift(chosen);
  fill(
    select,
    listed.map(({id, title}) => html("option", {value: id, selected: id === chosen?.id}, title)),
  );
  select.disabled = listed.length === 0;
}

function choose(shows, id) {
  draw(shows.find((show) => show.id === id));
  const address = new URL(location.href);
  address.searchParams.set(QUERY, id);
  history.replaceState(null, "", address);
}

hydratePage();
draw(choice.show);
await addChooser();
markReady();
