// Short names of shows for a heading or a column, each still telling its show from the others.

import {measureText} from "../lib/text.js";

const SEASON = /[\s,:–-]+(?:(?:The )?(?:Final )?(?:Season|Cour|Part)(?: \d+)?|\d(?:st|nd|rd|th) Season)\b.*$/i;
/** A name shorter than this says too little of a show: "Re:ZERO". */
const MIN_LETTERS = 4;

/** The short names of `titles`, in their order, each at most `room` px wide in letters of `size` px. */
export function shortenTitles(titles, {size = 16, room = 260} = {}) {
  const candidates = titles.map((title) => [cutTitle(title), title.replace(/:\s.*$/, ""), title]);
  return candidates.map((names, i) => {
    const others = candidates.filter((_, j) => j !== i);
    const name = names.find((candidate) => !others.some((other) => other.includes(candidate))) ?? titles[i];
    return cutAtWord(name, size, room);
  });
}

/** "Ranma1/2 (2024) Season 2" → "Ranma1/2 (2024)", "JUJUTSU KAISEN Season 3: The Culling Game" → "JUJUTSU KAISEN". */
function cutTitle(title) {
  const short = title.replace(/:\s.*$/, "").replace(SEASON, "");
  return short.length >= MIN_LETTERS ? short : title;
}

/** As many whole words as fit, at least the first. */
function cutAtWord(name, size, room) {
  if (measureText(name, size) <= room) return name;
  const words = name.split(" ");
  const cuts = words.map(
    (_, i) =>
      `${words
        .slice(0, i + 1)
        .join(" ")
        .replace(/[,:;–-]+$/, "")}…`,
  );
  return cuts.findLast((cut) => measureText(cut, size) <= room) ?? cuts[0];
}
