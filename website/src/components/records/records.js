// The view model of the records: each with the shows that hold it, and the two bars that it is drawn as.

/**
 * The records of a site as plain data: `[{kind, unit, value, text, baseline, holders, runnerUp}]`.
 *
 * `holders` are as published, each with its `start_date` (its week's Monday), `colorClass`, `poster`, and, where it has a
 * rival, the rival's `rivalClass` and `rivalDownloads` in that week. `runnerUp` is `{value, holders}` or null.
 */
export function selectRecordModels(site) {
  const weeks = new Map(site.weeks.map((week) => [week.week, week]));
  const join = ({holders, value}) => ({value, holders: holders.map((holder) => joinHolder(holder, site, weeks))});
  return site.records.records.map((record) => ({
    kind: record.kind,
    unit: record.unit,
    text: record.text ?? "",
    baseline: record.baseline,
    ...join(record),
    runnerUp: record.runner_up && join(record.runner_up),
  }));
}

function joinHolder(holder, {showsById}, weeks) {
  const show = showsById.get(holder.anilist_id);
  const week = weeks.get(holder.week);
  const rival = week.rows.find(({anilist_id: id}) => id === holder.rival_id);
  return {
    ...holder,
    start_date: week.start_date,
    colorClass: show?.colorClass ?? null,
    poster: show?.poster ?? null,
    rivalClass: showsById.get(holder.rival_id)?.colorClass ?? null,
    rivalDownloads: rival?.downloads ?? null,
  };
}

/** The two numbers that a record's bars compare, `[{value, colorClass}]`: its own and the next best, or one alone. */
export function listBars({kind, value, holders: [holder], runnerUp}) {
  if (kind === "closest_first") {
    return [
      {value: holder.downloads, colorClass: holder.colorClass},
      {value: holder.rivalDownloads ?? 0, colorClass: holder.rivalClass},
    ];
  }
  // Ranks of 1 and 2 are no lengths: a debut's are its downloads.
  const measure = (entry) => (kind === "highest_debut" ? entry.holders[0].downloads : entry.value);
  const own = {value: measure({value, holders: [holder]}), colorClass: holder.colorClass};
  return runnerUp ? [own, {value: measure(runnerUp), colorClass: runnerUp.holders[0].colorClass}] : [own];
}
