// The data page in a browser: code to copy, with this site's own address in it.

import {hydrateSnippets, replaceExampleRoot} from "../components/copy/Snippet.js";
import {resolveAddress} from "../components/lib/dom.js";
import {hydratePage, markReady} from "./common.js";

hydratePage();
hydrateSnippets(document);
replaceExampleRoot(document, new URL(resolveAddress("./"), location.href).href);
document.querySelector("#example-root")?.remove();
markReady();
