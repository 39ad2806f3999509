// The three views of a show's downloads: their names, their place in the address.

/** The views, the default first: `{name, label, title}`. */
export const VIEWS = [
  {name: "date", label: "By date", title: "Downloads per day"},
  {name: "age", label: "By episode age", title: "Downloads by age"},
  {name: "total", label: "Running total", title: "Running total"},
];

/** What the modes of the first edition are called now. */
const MODES = {calendar: "date", daily: "age", cumulative: "total"};

/** The view that an address's `search` names; the default for any other. */
export function readView(search) {
  const params = new URLSearchParams(search);
  const name = params.get("view") ?? Object.entries(MODES).find(([mode]) => mode === params.get("mode"))?.[1];
  return VIEWS.find((view) => view.name === name) ?? VIEWS[0];
}

/** The address `href` with the view of a name; the default stands in none. */
export function withView(href, name) {
  const url = new URL(href);
  url.searchParams.delete("mode");
  url.searchParams.delete("view");
  if (name !== VIEWS[0].name) url.searchParams.set("view", name);
  return url.href;
}
