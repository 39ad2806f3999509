// A week's page in a browser: the river and the lists light each other, the list is sorted, the week is copied.

import {bindRiver} from "./bindRiver.js";
import {markReady} from "./common.js";
import {hydrateCopying} from "./copying.js";
import {hydrateSorting} from "./sorting.js";

const slot = (name) => document.querySelector(`[data-slot="${name}"]`);

hydrateCopying(slot("copy"));
hydrateSorting(slot("list"));
await bindRiver([slot("list"), slot("movers")]);
markReady();
