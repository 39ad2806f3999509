// How the data are read, in four languages, three lines each.

/** The pieces of code `[{name, text}]` for the site at `root` (`https://example.org/`). */
export const listSnippets = (root) => [
  {
    name: "DuckDB",
    id: "duckdb",
    text: `SELECT title, sum(downloads) AS downloads
FROM '${root}data/show_weeks.parquet'
GROUP BY anilist_id, title ORDER BY downloads DESC LIMIT 10;`,
  },
  {
    name: "pandas",
    id: "pandas",
    text: `import pandas
weeks = pandas.read_parquet("${root}data/show_weeks.parquet")
top = weeks.groupby(["anilist_id", "title"])["downloads"].sum().nlargest(10)`,
  },
  {
    name: "R",
    id: "r",
    text: `weeks <- read.csv("${root}data/csv/show_weeks.csv")
totals <- aggregate(downloads ~ anilist_id + title, weeks, sum)
head(totals[order(-totals$downloads), ], 10)`,
  },
  {
    name: "Observable",
    id: "observable",
    text: `const weeks = await d3.csv("${root}data/csv/show_weeks.csv", d3.autoType);
const totals = d3.rollups(weeks, (rows) => d3.sum(rows, (row) => row.downloads), (row) => row.title);
const top = totals.sort((a, b) => b[1] - a[1]).slice(0, 10);`,
  },
];
