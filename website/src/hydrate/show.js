// A show's page in a browser.

import {hydrateEpisodes, watchWidth} from "../components/episodes/interaction.js";
import {linkToReview} from "../components/lib/reviewLink.js";
import {drawRanks} from "../components/show/RankSection.js";
import {hydratePage, markReady} from "./common.js";

hydratePage();
linkToReview(document.body, location);
const ranks = document.querySelector(".plot-ranks");
if (ranks !== null) watchWidth(ranks, () => drawRanks(ranks));
await hydrateEpisodes(document, document.querySelectorAll(".show-links a"));
markReady();
