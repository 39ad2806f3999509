// The front page in a browser: the river, the cards and the list light each other, and any week can be listed.

import {hydratePage} from "./common.js";
import {bindShows} from "./bindShows.js";
import {followOldAddress} from "./frontAddress.js";
import {hydratePageRiver} from "./rivers.js";
import {hydrateSorting} from "./sorting.js";
import {hydrateWeekChoice} from "./weekChoice.js";

const slot = (name) => document.querySelector(`[data-slot="${name}"]`);

if (!followOldAddress(slot("chooser"))) {
  hydratePage();
  hydrateSorting(slot("list"));
  let river = null;
  const shows = bindShows([slot("cards"), slot("list")], {onPoint: (ids) => river?.highlight(ids)});
  const choice = hydrateWeekChoice({onList: (week) => river?.setWeek(week)});
  river = await hydratePageRiver({onHover: shows.highlight, onWeek: choice?.choose});
  if (choice) river?.setWeek(choice.listed);
}
