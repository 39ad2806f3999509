// The About page in a browser: links to the review page, where the site is served on the reader's own machine.

import {linkToReview} from "../components/lib/reviewLink.js";
import {hydratePage, markReady} from "./common.js";

hydratePage();
linkToReview(document.body, location);
markReady();
