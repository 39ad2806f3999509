// What each column and field of the published files holds: the contracts of the ETL, in a reader's words.

const season = ["season", "text", "“Fall 2025”"];
const dataUntil = ["data_until", "UTC time", "the newest scrape in the database: there is nothing after it"];
const id = ["anilist_id", "integer", "AniList's id of the show"];
const title = ["title", "text", "what fans call the show: the English title, else the romaji one"];
const torrents = ["torrents", "integer", "how many torrents"];
const downloads = ["downloads", "integer", "how many downloads they had"];
const reason = ["reason", "text", "why they count for no episode"];

const EPISODES = {
  contract: "EPISODES",
  about: "Each row",
  columns: [
    ["anilist_id", "int64, id", "AniList's id of the show"],
    ["episode", "int32, number", "the episode within the show's own AniList entry; 0 is a prologue"],
    ["date", "timestamp, UTC midnight", "the day that begins then"],
    ["downloads_daily", "int32, downloads", "of all torrents of the episode on that day"],
    ["downloads_cumulative", "int32, downloads", "of the episode up to the end of that day"],
    ["days_since_first_torrent", "float64, days", "from its first torrent to the end of that day"],
    ["title", "string, text", "what fans call the show: the English title, else the romaji one"],
    ["downloads_estimated", "int32, downloads", "of the daily ones, seen over more than 48 hours"],
  ],
};

const RANKINGS = {
  contract: "Rankings",
  about: "The document",
  columns: [season, dataUntil, ["weeks", "list", "the weeks of the chart, one after the other"]],
};

const WEEK = {
  contract: "ChartWeek",
  about: "Each of weeks",
  columns: [
    ["week", "text", "the ISO 8601 week: “2025-W40”"],
    ["start_date", "date", "its Monday"],
    ["complete", "boolean", "whether the week was over at data_until"],
    ["rankings", "list", "best rank first"],
  ],
};

const RANKING = {
  contract: "Ranking",
  about: "Each of a week's rankings",
  columns: [
    id,
    ["rank", "integer", "1 is the most downloads; ties go to the lower AniList id"],
    ["downloads", "integer", "in this week, at least 1"],
    title,
    ["title_romaji", "text", "the Japanese title in Latin letters"],
    ["previous_rank", "integer or null", "in the week before; null when it was not ranked then"],
    ["peak_rank", "integer", "the best rank up to and including this week"],
    ["weeks_on_chart", "integer", "how many weeks it has been ranked in, this one included"],
  ],
};

const SHOWS = {
  contract: "Shows",
  about: "The document",
  columns: [season, dataUntil, ["shows", "list", "every show of episodes.parquet, by id"]],
};

const SHOW = {
  contract: "ShowSummary",
  about: "Each of shows",
  columns: [
    id,
    title,
    ["title_romaji", "text", "the Japanese title in Latin letters"],
    ["title_english", "text or null", "the English title"],
    ["title_native", "text or null", "the Japanese title"],
    ["format", "text", "AniList's format: TV, TV_SHORT or ONA"],
    ["status", "text or null", "AniList's status"],
    ["episodes", "integer or null", "how many episodes AniList announces"],
    ["start_date", "date or null", "of its first broadcast"],
    ["end_date", "date or null", "of its last broadcast"],
    ["poster", "address or null", "its cover picture at AniList"],
    ["color", "text or null", "the poster's main colour: “#e4a15d”"],
    ["url", "address", "the show's page on AniList"],
    ["continuing", "boolean", "whether it began in an earlier season"],
    ["downloads", "integer", "all that were counted"],
    ["downloads_estimated", "integer", "of these, seen over more than 48 hours"],
    ["daily_average", "number", "downloads a day, from its first day to its last"],
    ["weekly_average", "number", "downloads a week, over the complete weeks in which it was ranked; 0 without any"],
    ["seasonal_rank", "integer or null", "by all its downloads, ties to the lower id; null for a show without any"],
    ["rank_is_final", "boolean", "whether its series had ended at data_until"],
    ["episode_totals", "list", "its episodes, in order"],
    ["left_out", "list", "its torrents that count for no episode, by reason"],
  ],
};

const EPISODE = {
  contract: "EpisodeTotal",
  about: "Each of a show's episode_totals",
  columns: [
    ["episode", "integer", "as in episodes.parquet"],
    ["first_date", "date", "its first day"],
    ["last_date", "date", "its last day"],
    ["downloads", "integer", "of all its torrents on all its days"],
    ["downloads_estimated", "integer", "of these, seen over more than 48 hours"],
  ],
};

const LEFT_OUT = {contract: "LeftOut", about: "Each of a show's left_out", columns: [reason, torrents, downloads]};

const REPORT = {
  contract: "Report",
  about: "The document",
  columns: [
    season,
    dataUntil,
    ["synthetic", "boolean", "whether the database was made up"],
    [
      "attribution",
      "text",
      "“interval” when downloads belong to the time between two scrapes, “observed” to the later",
    ],
    ["shows", "integer", "how many are ranked and have torrents"],
    ["all", "tally", "every torrent of the database"],
    ["counted", "tally", "those that count for an episode"],
    ["left_out", "tallies by reason", "the others"],
    ["match_rate", "rate", "how much of what could be matched was"],
    ["match_methods", "integers by method", "how many counted torrents each method recognised"],
    ["score_histogram", "list", "how sure the matches were"],
    ["unmatched_titles", "list", "titles that were given to no show, most downloaded first"],
    ["doubtful", "list", "titles that were only just given to a show, most downloaded first"],
    ["offsets", "list", "numbers that groups run on from earlier seasons, most downloaded first"],
    ["apart", "list", "shows that were recognised and are not ranked: films, OVA, other seasons"],
    ["missing_shows", "list", "shows of the season with over 1,000 downloads in no week's ranking: should be empty"],
    ["rejected_torrents", "integers by reason", "torrents that could not be read"],
    ["rejected_scrapes", "integers by reason", "scrapes that could not be read"],
    ["silences", "integer", "scrapes in which everything was 0 after a larger count: no evidence"],
    ["glitches", "integer", "counts that fell and came back: they add nothing"],
    ["resets", "integer", "counts that began anew: counted on from there"],
    ["skipped_shows", "integer", "entries of AniList's answer that could not be read"],
    ["anilist_stale_since", "UTC time or null", "when AniList was last asked, if it could not be asked now"],
    ["example", "object or null", "one torrent followed through all steps; null when nothing was counted"],
  ],
};

const TALLY = {contract: "Tally", about: "A tally", columns: [torrents, downloads]};

const RATE = {
  contract: "Rate",
  about: "The match_rate",
  columns: [
    ["matched", "tally", "given to a show"],
    ["to_be_matched", "tally", "all that have an episode's name, of the season's time"],
    ["by_torrents", "number or null", "part of 1; null when there was nothing to match"],
    ["by_downloads", "number or null", "likewise, each torrent as heavy as its downloads"],
  ],
};

const UNMATCHED = {
  contract: "UnmatchedTitle",
  about: "Each of unmatched_titles",
  columns: [
    ["title", "text", "as the names have it"],
    torrents,
    downloads,
    ["example", "text", "the name of its most downloaded torrent"],
    ["why", "text", "what spoke against a match"],
  ],
};

const DOUBTFUL = {
  contract: "DoubtfulMatch",
  about: "Each of doubtful",
  columns: [
    ["title", "text", "as the names have it"],
    id,
    ["show", "text", "what fans call the show that it was given to"],
    torrents,
    downloads,
    ["example", "text", "the name of its most downloaded torrent, which the rest is about"],
    ["episode", "integer or null", "within the show's own AniList entry; null for a batch, a film and a special"],
    ["score", "number", "how much spoke for the show"],
    ["margin", "number", "how far the second show is behind; the score itself where there is none"],
    ["rival", "text or null", "the second show; null when no other was near"],
    ["why", "text", "what spoke for the match"],
  ],
};

const OFFSET = {
  contract: "InferredOffset",
  about: "Each of offsets",
  columns: [
    id,
    title,
    ["offset", "integer", "what is taken from the group's number to get the episode"],
    ["source", "text", "“chain” of its prequels, or “schedule” of its broadcasts"],
    ["torrents", "integer", "how many count for an episode by it"],
    downloads,
  ],
};

const APART = {
  contract: "ApartShow",
  about: "Each of apart",
  columns: [id, title, reason, torrents, downloads],
};

const MISSING = {contract: "MissingShow", about: "Each of missing_shows", columns: [id, title, downloads]};

const BIN = {
  contract: "ScoreBin",
  about: "Each of score_histogram",
  columns: [
    ["least", "integer", "the lowest score of the bin, which is 10 wide"],
    ["matches", "integer", "how many matches scored in it"],
  ],
};

const EXAMPLE = {
  contract: "Example",
  about: "The example",
  columns: [
    ["name", "text", "of the torrent"],
    ["published", "UTC time", "when it appeared"],
    ["infohash", "text", "its id, in hexadecimal"],
    ["titles", "list of texts", "every title in the name, as it is written there"],
    ["group", "text or null", "who released it"],
    ["number", "integer or null", "the episode's number as the group wrote it"],
    ["resolution", "text or null", "“1080p”"],
    id,
    title,
    ["episode", "integer", "within the show's own AniList entry"],
    ["method", "text", "how the title was recognised: exact, fuzzy or manual_override"],
    ["score", "number", "how much spoke for the show"],
    ["parts", "list", "the evidence, which adds up to the score"],
    ["looks", "list", "its first scrapes, at most six"],
    ["days", "list", "its first days, at most seven"],
    ["downloads", "integer", "of this torrent in all"],
    ["first_day", "object", "its whole episode, on the day that has the most of days"],
    ["week", "object or null", "its show, in the week of that day; null where it is not ranked"],
  ],
};

const EXAMPLE_PART = {
  contract: "ExamplePart",
  about: "Each of the example's parts",
  columns: [
    ["name", "text", "what was looked at"],
    ["points", "number", "for the show, or against it"],
    ["why", "text", "what was found"],
  ],
};

const EXAMPLE_LOOK = {
  contract: "ExampleScrape",
  about: "Each of the example's looks",
  columns: [
    ["time", "UTC time", "of the scrape"],
    ["downloads", "integer", "the tracker's count since publication"],
  ],
};

const EXAMPLE_DAY = {
  contract: "ExampleDay",
  about: "Each of the example's days",
  columns: [
    ["date", "date", "in UTC"],
    ["downloads", "integer", "of this torrent alone"],
  ],
};

const FULL_DAY = {
  contract: "FullDay",
  about: "The example's first_day",
  columns: [
    ["date", "date", "in UTC"],
    ["torrents", "integer", "how many of the episode had been published by its end"],
    ["downloads", "integer", "downloads_daily in episodes.parquet"],
  ],
};

const EXAMPLE_WEEK = {
  contract: "ExampleWeek",
  about: "The example's week",
  columns: [
    ["week", "text", "as in rankings.json"],
    ["rank", "integer", "of the show"],
    ["downloads", "integer", "of the show"],
  ],
};

const MANIFEST = {
  contract: "Manifest",
  about: "The document",
  columns: [dataUntil, ["files", "list", "every other file of the run, by name"]],
};

const ENTRY = {
  contract: "ManifestEntry",
  about: "Each of files",
  columns: [
    ["name", "text", "with a path below the run's folder"],
    ["size", "integer", "in bytes"],
    ["sha256", "text", "of the file's content, in hexadecimal"],
    ["rows", "integer", "rows of a table, elements of a document's list; 1 for a document without one"],
  ],
};

const REPORT_PARTS = [REPORT, TALLY, RATE, BIN, UNMATCHED, DOUBTFUL, OFFSET, APART, MISSING];
const EXAMPLE_PARTS = [EXAMPLE, EXAMPLE_PART, EXAMPLE_LOOK, EXAMPLE_DAY, FULL_DAY, EXAMPLE_WEEK];

/**
 * The files that anybody may download: `{name, about, parts}`, where a part is what one contract of the ETL says,
 * `{contract, about, columns: [[name, type and unit, meaning]]}`.
 */
export const FILES = [
  {name: "episodes.parquet", about: "downloads of each episode by day", parts: [EPISODES]},
  {name: "rankings.json", about: "each week's ranking", parts: [RANKINGS, WEEK, RANKING]},
  {name: "shows.json", about: "each show's facts and totals", parts: [SHOWS, SHOW, EPISODE, LEFT_OUT]},
  {
    name: "report.json",
    about: "what became of every torrent",
    parts: [...REPORT_PARTS, ...EXAMPLE_PARTS],
  },
  {name: "manifest.json", about: "names, sizes and checksums of all files", parts: [MANIFEST, ENTRY]},
];
