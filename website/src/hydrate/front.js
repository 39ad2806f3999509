// The front page in a browser: the river, the cards and the list light each other, and any week can be listed.

import {bindRiver} from "./bindRiver.js";
import {markReady} from "./common.js";
import {followOldAddress} from "./frontAddress.js";
import {hydrateSorting} from "./sorting.js";
import {hydrateWeekChoice} from "./weekChoice.js";

const slot = (name) => document.querySelector(`[data-slot="${name}"]`);

if (!followOldAddress(slot("chooser"))) {
  hydrateSorting(slot("list"));
  let river = null;
  const choice = hydrateWeekChoice({onList: (week) => river?.setWeek(week)});
  river = await bindRiver([slot("cards"), slot("list")], {onWeek: choice?.choose});
  if (choice) river?.setWeek(choice.listed);
  markReady();
}
