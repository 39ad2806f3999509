// A page with a river in a browser.

import {hydratePage, markReady} from "./common.js";
import {hydratePageRiver} from "./rivers.js";

hydratePage();
await hydratePageRiver();
markReady();
