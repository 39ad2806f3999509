// A season's release groups and resolutions: their shares by week, and what each carries.

import {SplitCards, SplitTable} from "../components/groups/SplitTable.js";
import {ShareChart} from "../components/groups/ShareChart.js";
import {selectSplit} from "../components/groups/split.js";
import {groupsAddress} from "../components/lib/address.js";
import {isolate} from "../components/lib/controls.js";
import {resolveAddress, html} from "../components/lib/dom.js";
import {formatCount, formatShare} from "../components/lib/format.js";

/** What the page of `season`, an element of `site.seasonList`, is made from. */
export function selectGroups(site, season) {
  const index = site.seasonList.indexOf(season);
  const pick = (neighbour) => neighbour && {slug: neighbour.slug, season: neighbour.season};
  return {
    ...pick(season),
    over: season.over,
    downloads: site.groups.get(season.slug).downloads,
    seasons: site.seasonList.map(pick).reverse(),
    previous: pick(site.seasonList[index - 1]) ?? null,
    next: pick(site.seasonList[index + 1]) ?? null,
    groups: selectSplit(site, season, "groups"),
    resolutions: selectSplit(site, season, "resolutions"),
  };
}

/** The page `{title, description, previous, next, slots}`. */
export function groupsPage(page) {
  const {season, previous, next, groups, resolutions} = page;
  const address = (neighbour) => neighbour && resolveAddress(groupsAddress(neighbour.slug));
  return {
    title: `Release groups, ${season}`,
    description: `${season}'s anime downloads by release group and by resolution, week by week.`,
    previous: address(previous),
    next: address(next),
    slots: {
      season,
      lede: describeLead(page),
      seasons: SeasonLinks(page),
      ...fillSplit("groups", groups, {name: "Group", caption: `Release groups of ${season}`}),
      ...fillSplit("resolutions", resolutions, {name: "Resolution", caption: `Resolutions of ${season}`}),
    },
  };
}

const fillSplit = (slot, split, {name, caption}) =>
  split.rows.length === 0
    ? {
        [`${slot}-chart`]: html("p", {}, "Nothing was downloaded yet."),
        [`${slot}-table`]: null,
        [`${slot}-cards`]: null,
      }
    : {
        [`${slot}-chart`]: ShareChart(split, {label: `${caption}: share of the downloads by week`}),
        [`${slot}-table`]: SplitTable(split, {name, caption}),
        [`${slot}-cards`]: SplitCards(split),
      };

function describeLead({season, over, downloads, groups: {rows}, resolutions}) {
  const [group] = rows;
  const [resolution] = resolutions.rows;
  if (!group || !resolution) return `Nothing of ${season} was downloaded yet.`;
  const count = `${formatCount(downloads)} downloads of ${season}${over ? "" : " so far"}`;
  return `${isolate(group.name)} had ${formatShare(group.share)} of the ${count}; ${formatShare(resolution.share)} were in ${resolution.name}.`;
}

const SeasonLinks = ({slug, seasons}) =>
  html(
    "ul",
    {},
    seasons.map((other) =>
      html(
        "li",
        {},
        html("a", {href: groupsAddress(other.slug), "aria-current": other.slug === slug && "true"}, other.season),
      ),
    ),
  );
