// The page at work: what is open, selected and chosen, and what follows from each key and click.

import * as api from "./api.js";
import {Effect} from "./effect.js";
import {KEYS, readKey} from "./keys.js";
import {isolate} from "./lib/controls.js";
import {fill, html} from "./lib/dom.js";
import {Actions, Candidates, Help, ReasonChips, Subject} from "./question.js";
import {Agreement, Outlook, Progress, QueueHead, QueueItem, Tabs} from "./queue.js";
import {TABS, filterQuestions, findNeighbour, findTitle, measureProgress} from "./view.js";

const SEARCH_DELAY = 200;
const slot = (id) => document.getElementById(id);

/**
 * `choice` is what is previewed: `{show, isMade}`, a show's id or null for no show. Only what a person has chosen
 * (`isMade`) is written by Enter, or by the same key again; the likeliest show is previewed from the start.
 * `written` are the keys of what was written here, the last one last, so that it is open again when it is taken back.
 */
const state = {
  written: [],
  review: null,
  kind: TABS[0].kind,
  text: "",
  key: null,
  selected: new Set(),
  detail: null,
  results: [],
};

// --- what is shown ----------------------------------------------------------------------------------------------

const listQuestions = () => filterQuestions(state.review.questions, state);
const findOpen = () => state.review.questions.find(({key}) => key === state.key) ?? null;
const findCandidate = (show) =>
  [...(state.detail?.candidates ?? []), ...state.results].find(({id}) => id === show) ?? null;

/** The questions that an answer settles: the selected ones with the open one, or the open one alone. */
function listTogether() {
  const open = findOpen();
  const selected = state.review.questions.filter(({key}) => state.selected.has(key));
  return open && !state.selected.has(open.key) ? [open, ...selected] : selected;
}

function showQueue() {
  const {review, kind, selected, key} = state;
  const listed = listQuestions();
  fill(slot("tabs"), Tabs(review.questions, kind));
  fill(slot("queue-head"), QueueHead(listed, selected));
  fill(
    slot("queue"),
    listed.map((question) =>
      QueueItem(question, {isOpen: question.key === key, isSelected: selected.has(question.key)}),
    ),
  );
  const chosen = review.questions.filter((question) => selected.has(question.key));
  fill(slot("outlook"), Outlook(review.match_rate, listed, chosen), Agreement(review.agreement));
}

function showHead() {
  const {season, overrides, questions, can_undo: canUndo} = state.review;
  fill(slot("about"), `${season} · answers go to `, html("code", {}, overrides), " · on this machine only");
  fill(slot("progress"), Progress(measureProgress(questions)));
  slot("undo").disabled = !canUndo;
}

function showQuestion() {
  const question = findOpen();
  slot("choice").hidden = question === null || state.detail === null;
  if (question === null) {
    fill(slot("subject"), html("p", {class: "empty"}, describeEmptiness()));
    return;
  }
  if (state.detail === null) return;
  fill(slot("subject"), Subject(question, state.detail, listTogether()));
  showCandidates();
}

function describeEmptiness() {
  if (state.review.questions.length === 0)
    return "Nothing to review: every title has a show, and no match is in doubt.";
  return state.text ? "No title or name is like that." : "Nothing is left here.";
}

function showCandidates() {
  const options = {chosen: state.choice?.show, threshold: state.review.threshold};
  const heading = html("h3", {}, "Candidates ", html("span", {class: "soft"}, `a match needs ${options.threshold}`));
  fill(slot("candidates"), heading, Candidates(state.detail.candidates, options));
  fill(slot("results"), Candidates(state.results, {...options, first: null}));
  fill(slot("actions"), Actions(state.choice, findCandidate(state.choice?.show)));
}

function showMessage(text, action = null) {
  const box = slot("message");
  box.hidden = text === null;
  fill(box, text, action);
}

function showError(error) {
  const again = html("button", {type: "button", id: "reload"}, "Read it again");
  showMessage(error.message, error.isConflict ? again : null);
}

// --- what is opened and chosen ----------------------------------------------------------------------------------

/** Take over a review that the server has sent, and open `key` in it, or the first title. */
async function takeReview(review, key = state.key) {
  state.review = review;
  const keys = new Set(review.questions.map((question) => question.key));
  state.selected = new Set([...state.selected].filter((item) => keys.has(item)));
  showHead();
  const listed = listQuestions();
  const question = listed.find((item) => item.key === key) ?? listed[0] ?? null;
  await openQuestion(question);
}

async function openQuestion(question) {
  const key = question?.key ?? null;
  Object.assign(state, {key, detail: null, results: [], choice: undefined});
  slot("search").value = "";
  slot("why").value = question?.answer?.why ?? "";
  fill(slot("effect"));
  showQueue();
  if (question === null) return showQuestion();
  const detail = await api.readQuestion(key);
  if (state.key !== key) return undefined; // another one was opened meanwhile
  state.detail = detail;
  choose(question.answer ? question.answer.show : (detail.candidates[0]?.id ?? null), {isMade: false});
  slot("queue").querySelector(".open")?.scrollIntoView({block: "nearest"});
  return showQuestion();
}

/** Choose a show, or null for none, and look at what it would change. */
function choose(show, {isMade = true} = {}) {
  state.choice = {show, isMade};
  showCandidates();
  guarded(showEffect)();
}

async function showEffect() {
  const {choice} = state;
  const keys = listTogether().map(({key}) => key);
  slot("effect").setAttribute("aria-busy", "true");
  const effect = await api.preview(keys, choice.show);
  if (state.choice !== choice) return; // another one was chosen meanwhile
  slot("effect").removeAttribute("aria-busy");
  fill(slot("effect"), Effect(effect, describeChoice(choice)));
}

function describeChoice({show}) {
  if (show === null) return "If it is no show";
  return `If it is ${isolate(findCandidate(show)?.title ?? `AniList ${show}`)}`;
}

function selectQuestions(keys, isSelected) {
  for (const key of keys) {
    if (isSelected) state.selected.add(key);
    else state.selected.delete(key);
  }
  showQueue();
  if (state.detail === null) return;
  fill(slot("subject"), Subject(findOpen(), state.detail, listTogether()));
  guarded(showEffect)();
}

function step(by) {
  const question = findNeighbour(listQuestions(), state.key, by);
  return question && question.key !== state.key ? openQuestion(question) : undefined;
}

// --- what is written --------------------------------------------------------------------------------------------

async function write(show) {
  const together = listTogether();
  if (together.length === 0) return;
  const next = findNext(together);
  const review = await api.settle(
    together.map(({key}) => key),
    show,
    slot("why").value,
  );
  state.selected.clear();
  state.written.push(state.key);
  await takeReview(review, next);
  slot("question").focus({preventScroll: true});
}

/** The key of the title that follows in the list and is not settled now. */
function findNext(together) {
  const listed = listQuestions();
  const place = listed.findIndex(({key}) => key === state.key);
  const rest = [...listed.slice(place + 1), ...listed.slice(0, place)];
  return rest.find((question) => !together.includes(question))?.key ?? null;
}

/** The first time chooses, so that the effect is seen; the second time writes. */
function chooseOrWrite(show) {
  if (state.choice?.show === show && state.choice.isMade) return write(show);
  return choose(show);
}

const actions = {
  candidate: ({number}) => {
    const candidate = state.detail?.candidates[number - 1];
    return candidate && chooseOrWrite(candidate.id);
  },
  "no-show": () => state.detail && chooseOrWrite(null),
  write: () => state.choice?.isMade && write(state.choice.show),
  next: () => step(1),
  previous: () => step(-1),
  select: () => state.key && selectQuestions([state.key], !state.selected.has(state.key)),
  search: () => slot("search").focus(),
  undo: async () => state.review.can_undo && takeReview(await api.undo(), state.written.pop()),
  leave: () => document.activeElement?.blur(),
  help: toggleHelp,
};

function toggleHelp() {
  const shown = slot("actions").querySelector(".keys");
  if (shown) shown.remove();
  else slot("actions").append(Help(KEYS));
}

// --- keys and clicks --------------------------------------------------------------------------------------------

/** An action whose error is shown, not lost. */
const guarded =
  (action) =>
  async (...values) => {
    try {
      showMessage(null);
      await action(...values);
    } catch (error) {
      if (!(error instanceof api.ServerError)) throw error;
      showError(error);
    }
  };

const CLICKS = [
  ["[data-kind]", ({dataset}) => openTab(dataset.kind)],
  ["[data-open]", ({dataset}) => openQuestion(state.review.questions.find(({key}) => key === dataset.open))],
  ["[data-show]", ({dataset}) => choose(Number(dataset.show))],
  ["[data-reason]", ({dataset}) => (slot("why").value = dataset.reason)],
  ["[data-select]", ({dataset, checked}) => selectQuestions([dataset.select], checked)],
  [
    "#select-all",
    ({checked}) =>
      selectQuestions(
        listQuestions().map(({key}) => key),
        checked,
      ),
  ],
  ["#no-show", () => write(null)],
  ["#match", () => write(state.choice.show)],
  ["#later", () => step(1)],
  ["#help", toggleHelp],
  ["#undo", () => actions.undo()],
  ["#reload", async () => takeReview(await api.reload())],
];

const openTab = (kind) => {
  state.kind = kind;
  return openQuestion(listQuestions()[0] ?? null);
};

function onClick({target}) {
  for (const [selector, action] of CLICKS) {
    const element = target.closest(selector);
    if (element) return guarded(action)(element);
  }
  return undefined;
}

function onKey(event) {
  const action = readKey(event);
  if (action === null || state.review === null) return;
  event.preventDefault();
  guarded(actions[action.name])(action);
}

function onFilter() {
  state.text = slot("filter").value;
  const listed = listQuestions();
  if (listed.some(({key}) => key === state.key)) showQueue();
  else guarded(openQuestion)(listed[0] ?? null);
}

let searching = 0;
function onSearch() {
  clearTimeout(searching);
  searching = setTimeout(guarded(search), SEARCH_DELAY);
}

async function search() {
  const {key} = state;
  const text = slot("search").value;
  const results = text.trim() ? await api.searchShows(key, text) : [];
  if (state.key !== key || slot("search").value !== text) return;
  state.results = results;
  showCandidates();
}

async function start() {
  fill(slot("reasons"), ReasonChips());
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  slot("filter").addEventListener("input", onFilter);
  slot("search").addEventListener("input", onSearch);
  state.review = await api.readReview();
  const title = new URLSearchParams(location.search).get("title");
  const question = title && findTitle(state.review.questions, title);
  state.kind =
    question?.kind ??
    TABS.find(({kind}) => state.review.questions.some((item) => item.kind === kind))?.kind ??
    state.kind;
  await takeReview(state.review, question?.key ?? null);
  if (title && !question)
    showMessage(`No title is like ${isolate(title)}: it has a show that is not in doubt, or no torrent.`);
}

guarded(start)();
