// What the page asks its server. Every answer is JSON; a refusal is an error with the server's own words.

/** An answer other than the expected: `status` is that of HTTP, 0 where there was no answer at all. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  /** Whether the overrides file was changed by another program. */
  get isConflict() {
    return this.status === 409;
  }
}

export const readReview = () => ask("/api/review");
export const readQuestion = (key) => ask(`/api/question?${new URLSearchParams({key})}`);
export const searchShows = (key, text) => ask(`/api/shows?${new URLSearchParams({key, text})}`);
export const preview = (keys, show) => send("/api/preview", {keys, show});
export const settle = (keys, show, why) => send("/api/settle", {keys, show, why});
export const undo = () => send("/api/undo", {});
export const reload = () => send("/api/reload", {});

const send = (address, body) =>
  ask(address, {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(body)});

async function ask(address, options) {
  const answer = await fetch(address, options).catch(() => {
    throw new ServerError("nyaastats review is not running any more: start it again and open its address", 0);
  });
  if (answer.ok) return answer.json();
  const text = await answer.text();
  throw new ServerError(readError(text), answer.status);
}

function readError(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return text.trim() || "the server gave no reason";
  }
}
