// A page with a river in a browser.

import {hydratePage} from "./common.js";
import {hydratePageRiver} from "./rivers.js";

hydratePage();
await hydratePageRiver();
