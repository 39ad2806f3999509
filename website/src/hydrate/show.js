// A show's page in a browser.

import {hydratePage} from "./common.js";

hydratePage();
