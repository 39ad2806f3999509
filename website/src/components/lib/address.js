// The site's addresses, each a folder, so that any static host serves it: from the site's root, as `lib/dom.js` takes them.

export const HOME = "./";
export const WEEKS = "./week/";
export const SEASONS = "./season/";
export const ABOUT = "./about/";
export const RECORDS = "./records/";
export const FILMS = "./films/";
export const GROUPS = "./groups/";
export const SHOWS = "./shows/";
export const DATA = "./data/";
/** The document of all shows that the search fetches. */
export const SEARCH = "./search.json";
export const COMPARE = "./compare/";

/** 177937 → "./show/177937/". */
export const showAddress = (id) => `./show/${id}/`;

/** "2025-W46" → "./week/2025-W46/". */
export const weekAddress = (week) => `${WEEKS}${week}/`;

/** "fall-2025" → "./season/fall-2025/". */
export const seasonAddress = (slug) => `${SEASONS}${slug}/`;

/** "fall-2025" → "./groups/fall-2025/". */
export const groupsAddress = (slug) => `${GROUPS}${slug}/`;

/** The page `name` as its files and digests call it: `week/2025-W46`; `index` is the front page. */
export const pageAddress = (name) => (name === "index" ? HOME : `./${name}/`);
