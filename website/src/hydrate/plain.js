// A page without a chart of its own in a browser.

import {hydratePage} from "./common.js";

hydratePage();
