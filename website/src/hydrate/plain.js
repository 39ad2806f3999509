// A page without a chart of its own in a browser.

import {hydratePage, markReady} from "./common.js";

hydratePage();
markReady();
