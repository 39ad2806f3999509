// How the site's pictures are embedded elsewhere: texts to copy for a show, a week, a season.

import {EXAMPLE_ROOT} from "../components/copy/Snippet.js";
import {EmbedList} from "../components/embed/EmbedList.js";
import {html} from "../components/lib/dom.js";
import {formatWeekDates} from "../components/lib/format.js";

/** What the page is made from: the newest week and who leads it, which are null while there is none, and the season. */
export function selectEmbed({week, season, siteUrl}) {
  const first = week?.rows[0];
  return {
    show: first ? {id: first.anilist_id, title: first.title} : null,
    week: week && {week: week.week, dates: formatWeekDates(week.start_date)},
    season: {slug: season.slug, season: season.season},
    siteUrl,
  };
}

/** The page `{title, description, slots}`. */
export const embedPage = ({siteUrl, ...choice}) => ({
  title: "Embed",
  description: "Charts and badges of anime downloads for your own page: Markdown, HTML and BBCode to copy.",
  slots: {
    embeds: html(
      "div",
      {
        class: "embeds",
        "data-choice": JSON.stringify(choice),
        "data-site-url": siteUrl,
      },
      EmbedList(choice, siteUrl ?? EXAMPLE_ROOT),
    ),
  },
});
