// A season: its river, its ranking, its records, and AniList's scores against downloads.

import {isolate} from "../components/lib/controls.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {RiverBox, RiverTools} from "../components/river/River.js";
import {findSeasonRecords} from "../components/season/records.js";
import {ScoreSection} from "../components/season/ScoreChart.js";
import {joinShows, selectShowFacts} from "../components/season/season.js";
import {describeSeason, SeasonLede, SeasonNumbers, SeasonSteps} from "../components/season/SeasonHead.js";
import {SeasonRanking} from "../components/season/SeasonRanking.js";
import {SeasonRecords} from "../components/season/SeasonRecords.js";

/**
 * What the page of `season`, an element of `site.seasonList`, is made from.
 *
 * - `entry`: `{slug, season, over, settled, downloads}`; `river`: the season as lib/seasonDocument.js has it, with all its
 *   weeks and rankings, `riverAddress` where the page's script finds it.
 * - `facts`: what else is known of its shows, as `selectShowFacts` gives it.
 * - `previous`, `next`: `{slug, season}` of its neighbours, or null.
 */
export function selectSeason(site, season) {
  const index = site.seasonList.indexOf(season);
  const {slug, season: name, over, settled, downloads} = season;
  return {
    entry: {slug, season: name, over, settled, downloads},
    river: site.riverOf(slug),
    riverAddress: site.viewOf(slug),
    picture: site.pictureAddress(`season/${season.slug}`),
    facts: selectShowFacts(site, season),
    previous: describeNeighbour(site.seasonList[index - 1]),
    next: describeNeighbour(site.seasonList[index + 1]),
  };
}

const describeNeighbour = (season) => (season ? {slug: season.slug, season: season.season} : null);

/** The page `{title, description, slots}`. */
export function seasonPage({entry, river, riverAddress, facts, previous, next, picture}) {
  const season = decodeSeason(river);
  const shows = joinShows(season, facts);
  const sentence = describeSeason(entry, season, shows);
  return {
    title: `${entry.season} anime ranking by torrent downloads`,
    description: sentence
      ? isolate(sentence.title) + sentence.text
      : `The anime of ${entry.season}, ranked by torrent downloads.`,
    slots: {
      steps: SeasonSteps({previous, next}),
      title: entry.season,
      lede: SeasonLede(sentence),
      numbers: SeasonNumbers(entry, season, shows),
      "river-tools": RiverTools(season),
      river: RiverBox(season, {src: riverAddress}),
      "ranking-title": entry.settled ? "Final ranking" : "Ranking so far",
      ranking: SeasonRanking(shows, {...entry, picture}),
      records: SeasonRecords(findSeasonRecords(season, shows), shows),
      scores: ScoreSection(shows),
    },
  };
}
