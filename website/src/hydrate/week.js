// A week's page in a browser: the river and the lists light each other, the list is sorted, the week is copied.

import {bindShows} from "./bindShows.js";
import {hydratePage} from "./common.js";
import {hydrateCopying} from "./copying.js";
import {hydratePageRiver} from "./rivers.js";
import {hydrateSorting} from "./sorting.js";

hydratePage();
hydrateCopying(document.querySelector(".copy-buttons"));
hydrateSorting(document.querySelector('[data-slot="list"]'));
let river = null;
const lists = [...document.querySelectorAll('[data-slot="list"], [data-slot="movers"]')];
const shows = bindShows(lists, {onPoint: (ids) => river?.highlight(ids)});
river = await hydratePageRiver({onHover: shows.highlight});
