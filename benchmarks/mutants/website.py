"""Mutants of the website: geometry, numbers, colours, feeds, what is escaped."""

from __future__ import annotations

from benchmarks.mutants.mutant import Mutant

_RIVER = (
    "website/test/river/layout.test.js",
    "website/test/river/River.test.js",
    "website/test/river/hitTest.test.js",
)
_FORMAT = (
    "website/test/lib/format.test.js",
    "website/test/lib/text.test.js",
)
_COLORS = ("website/test/lib/colors.test.js",)
_DOM = (
    "website/test/lib/dom.test.js",
    "website/test/scripts/markup.test.js",
)
_EPISODES = (
    "website/test/episodes/ByDate.test.js",
    "website/test/episodes/ByAge.test.js",
    "website/test/episodes/RunningTotal.test.js",
    "website/test/episodes/series.test.js",
)
_COMPARE = (
    "website/test/compare/CompareChart.test.js",
    "website/test/compare/axes.test.js",
    "website/test/compare/tracks.test.js",
)
_GROUPS = (
    "website/test/groups/ShareChart.dom.test.js",
    "website/test/groups/split.test.js",
)
_SEASON = (
    "website/test/lib/season.test.js",
    "website/test/lib/certainty.test.js",
    "website/test/week/week.test.js",
)
_FEEDS = (
    "website/test/scripts/weekFeeds.test.js",
    "website/test/scripts/showFeeds.test.js",
)
_POLICY = ("website/test/scripts/policy.dom.test.js",)

WEBSITE = (
    Mutant(
        "the river's best ribbon is painted first",
        "website/src/components/river/layout.js",
        "  const shows = [...season.shows.values()].filter(({id}) => cells.has(id)).reverse();\n  const inOrder",
        "  const shows = [...season.shows.values()].filter(({id}) => cells.has(id));\n  const inOrder",
        _RIVER,
    ),
    Mutant(
        "a ribbon stands at its lane's edge",
        "website/src/components/river/layout.js",
        "const x = lane.x + (lane.width - width) / 2;",
        "const x = lane.x;",
        _RIVER,
    ),
    Mutant(
        "a ribbon goes on over a week without its show",
        "website/src/components/river/layout.js",
        "week - 1 === before?.week",
        "week - 2 <= before?.week",
        _RIVER,
    ),
    Mutant(
        "the river's weeks lie half a week too high",
        "website/src/components/river/layout.js",
        "y: frame.top + (index + 0.5) * frame.pitch",
        "y: frame.top + index * frame.pitch",
        _RIVER,
    ),
    Mutant(
        "a label lies under another ribbon",
        "website/src/components/river/layout.js",
        "crossing.layer > layer &&",
        "crossing.layer < layer &&",
        _RIVER,
    ),
    Mutant(
        "the scale's bar is wider than it may be",
        "website/src/components/river/layout.js",
        "number * scale <= MAX_BAR",
        "number * scale <= 2 * MAX_BAR",
        _RIVER,
    ),
    Mutant(
        "width is not linear: lanes have a floor that is added",
        "website/src/components/river/lanes.js",
        "Math.max(minWidth, scale * maximum)",
        "minWidth + scale * maximum",
        _RIVER,
    ),
    Mutant(
        "the scale is found a bend too late",
        "website/src/components/river/lanes.js",
        "scale * sorted[index + 1] <= floor",
        "scale * sorted[index + 1] < floor / 2",
        _RIVER,
    ),
    Mutant(
        "a ribbon's first week ends early",
        "website/src/components/river/ribbonPath.js",
        "const top = y - (index === 0 ? whole : half);",
        "const top = y - half;",
        _RIVER,
    ),
    Mutant(
        "a ribbon is hit where it is not painted",
        "website/src/components/river/ribbonPath.js",
        "return 3 * low ** 2 - 2 * low ** 3;",
        "return down;",
        _RIVER,
    ),
    Mutant(
        "dates are written in the machine's zone",
        "website/src/components/lib/format.js",
        'const SHORT_DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", timeZone: "UTC"});',
        'const SHORT_DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short"});',
        _FORMAT,
    ),
    Mutant(
        "a week has eight days",
        "website/src/components/lib/format.js",
        "joinDates(formatDay(start), formatDay(addDays(start, 6)))",
        "joinDates(formatDay(start), formatDay(addDays(start, 7)))",
        _FORMAT,
    ),
    Mutant(
        "a million is a metre",
        "website/src/components/lib/format.js",
        'SHORT.format(number).replace("m", "M")',
        "SHORT.format(number)",
        _FORMAT,
    ),
    Mutant(
        "a loss has a hyphen for a minus",
        "website/src/components/lib/format.js",
        'percent < 0 ? "−" : ""',
        'percent < 0 ? "-" : ""',
        _FORMAT,
    ),
    Mutant(
        "a rank that rose fell",
        "website/src/components/lib/format.js",
        "return previous > rank\n",
        "return previous < rank\n",
        _FORMAT,
    ),
    Mutant(
        "a cut text is one letter too wide",
        "website/src/components/lib/text.js",
        "letters.slice(0, over)",
        "letters.slice(0, over + 1)",
        _FORMAT,
    ),
    Mutant(
        "under 1% is 0%",
        "website/src/components/lib/certainty.js",
        'percent === 0 ? "under 1" : percent',
        "percent",
        _SEASON,
    ),
    Mutant(
        "a week that is not over is settled",
        "website/src/components/lib/certainty.js",
        'if (!complete) return "unfinished";\n',
        "",
        _SEASON,
    ),
    Mutant(
        "the current week is the running one",
        "website/src/components/lib/season.js",
        "ranked.findLast((week) => week.complete) ?? ranked.at(-1)",
        "ranked.at(-1)",
        _SEASON,
    ),
    Mutant(
        "two shows of a season have one hue", "website/src/components/lib/colors.js", "free.shift()", "free[0]", _COLORS
    ),
    Mutant(
        "the hue of a continuing show is given twice",
        "website/src/components/lib/colors.js",
        ".filter((name) => !kept.has(name))",
        "",
        _COLORS,
    ),
    Mutant(
        "a grey poster has a colour",
        "website/src/components/lib/colors.js",
        "if (chroma < MIN_CHROMA)",
        "if (chroma < 0)",
        _COLORS,
    ),
    Mutant(
        "text is not escaped in a document",
        "website/scripts/markup.js",
        "return escapeText(String(node));",
        "return String(node);",
        _DOM,
    ),
    Mutant(
        "control characters of a title stay",
        "website/src/components/lib/dom.js",
        "separate(replaceLooseControls(child))",
        "separate(child)",
        _DOM,
    ),
    Mutant(
        "a link may lead to any scheme",
        "website/src/components/lib/dom.js",
        "!OTHER_SCHEME.test(text)",
        "text",
        _DOM,
    ),
    Mutant(
        "addresses are not resolved from the page",
        "website/src/components/lib/dom.js",
        "element.setAttribute(name, resolveAddress(text))",
        "element.setAttribute(name, text)",
        _DOM,
    ),
    Mutant(
        "a chart's scale does not begin at zero",
        "website/src/components/compare/axes.js",
        "bottom - ((bottom - top) * value) / end",
        "bottom - ((bottom - top) * (value - end / 10)) / (0.9 * end)",
        _COMPARE,
    ),
    Mutant(
        "there are twice as many ticks",
        "website/src/components/compare/axes.js",
        "factor * power >= rough * 0.999",
        "factor * power >= rough * 0.5",
        _COMPARE,
    ),
    Mutant(
        "the last tick is missing",
        "website/src/components/compare/axes.js",
        "Math.floor(end / step + 1e-9) + 1",
        "Math.floor(end / step + 1e-9)",
        _COMPARE,
    ),
    Mutant(
        "labels at the ends of lines lie over each other",
        "website/src/components/compare/spreadLabels.js",
        "label.y = Math.max(label.y, free);",
        "label.y = Math.max(label.y, top);",
        _COMPARE,
    ),
    Mutant(
        "ticks of an episode's chart are too many",
        "website/src/components/episodes/frame.js",
        "size >= minimum && Number.isInteger(size)",
        "size >= minimum / 4 && Number.isInteger(size)",
        _EPISODES,
    ),
    Mutant(
        "dates under a chart are a day off",
        "website/src/components/episodes/frame.js",
        "nameDay(toDate(day), i",
        "nameDay(toDate(day + 1), i",
        _EPISODES,
    ),
    Mutant(
        "shares are stacked from the wrong end",
        "website/src/components/groups/ShareChart.js",
        "TOP + (1 - share) * (height - TOP - BOTTOM)",
        "TOP + share * (height - TOP - BOTTOM)",
        _GROUPS,
    ),
    Mutant(
        "shares are of all weeks together",
        "website/src/components/groups/ShareChart.js",
        "const from = sums[week] / total;",
        "const from = sums[week] / totals[0];",
        _GROUPS,
    ),
    Mutant(
        "names of groups lie over each other",
        "website/src/components/groups/ShareChart.js",
        "(places.at(-1) ?? bottom + distance) - distance",
        "(places.at(-1) ?? bottom + distance)",
        _GROUPS,
    ),
    Mutant(
        "the others have a share of none",
        "website/src/components/groups/split.js",
        "reduce((sum, row) => sum + row.share, 0)",
        "reduce((sum, row) => sum, 0)",
        _GROUPS,
    ),
    Mutant(
        "a poster's host may be anything",
        "website/src/components/lib/origin.js",
        "ADDRESS.test(address) && URL.canParse(address)",
        "URL.canParse(address)",
        _POLICY,
    ),
    Mutant(
        "scripts from anywhere may run",
        "website/scripts/policy.js",
        '"default-src": ["\'none\'"]',
        '"default-src": ["*"]',
        _POLICY,
    ),
    Mutant(
        "the hash of an inline script is of other text",
        "website/scripts/policy.js",
        'update(text, "utf8")',
        'update(text.trim(), "utf8")',
        _POLICY,
    ),
    Mutant(
        "a week's entry has another id in the next season's feed",
        "website/scripts/feeds/weekEntries.js",
        'places[0]?.slug ?? "weeks"',
        'places.at(-1)?.slug ?? "weeks"',
        _FEEDS,
    ),
    Mutant(
        "the feed has the running week",
        "website/scripts/feeds/weekEntries.js",
        "    .filter(({complete}) => complete)\n",
        "",
        _FEEDS,
    ),
    Mutant(
        "the feed's newest weeks are its oldest",
        "website/scripts/feeds/weekEntries.js",
        ".slice(-MAX_ENTRIES)",
        ".slice(0, MAX_ENTRIES)",
        _FEEDS,
    ),
    Mutant(
        "a feed's id changes with its scheme",
        "website/scripts/feeds/ids.js",
        "new URL(siteUrl).hostname",
        "new URL(siteUrl).origin",
        _FEEDS,
    ),
)
