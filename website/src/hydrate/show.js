// A show's page in a browser.

import {hydratePage, markReady} from "./common.js";

hydratePage();
markReady();
