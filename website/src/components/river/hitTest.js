// Which ribbon is meant: by a point of the chart, or by a key pressed on another one.

import {findEdges} from "./ribbonPath.js";

/**
 * The ribbon nearest to a point of the layout, at the point's height and at most `reach` px away: its cell with the
 * show's id, `{id, week, rank, downloads, x, y, width}`; null when there is none. Where ribbons cross, the upper one wins.
 */
export function findNearest(layout, {x, y}, reach = 16) {
  const hits = layout.ribbons.flatMap((ribbon) => ribbon.runs.flatMap((run) => hitRun(ribbon, run, {x, y}, layout)));
  // "<=": ribbons are in painting order, so of two at the same distance the later one lies on top.
  const nearest = hits.reduce((best, hit) => (best === null || hit.distance <= best.distance ? hit : best), null);
  return nearest && nearest.distance <= reach ? nearest.cell : null;
}

function hitRun({id}, run, {x, y}, {pitch, top}) {
  const edges = findEdges(run, y, pitch);
  if (edges === null) return [];
  const distance = Math.max(edges.x - x, x - edges.x - edges.width, 0);
  const week = Math.floor((y - top) / pitch);
  const cell = run.find((candidate) => candidate.week === week) ?? run.at(-1);
  return [{distance, cell: {id, ...cell}}];
}

/** The cell of a show in a week (an index), with its id; else its last one; null when the chart does not hold the show. */
export function findCell({ribbons}, id, week) {
  const cells = ribbons.find((ribbon) => ribbon.id === id)?.runs.flat() ?? [];
  const cell = cells.find((candidate) => candidate.week === week) ?? cells.at(-1);
  return cell ? {id, ...cell} : null;
}

/** Where a key leads from a cell: across the ranks of its week, along the weeks of its show; null for any other key. */
export function stepCell(layout, cell, key) {
  const row = listWeekCells(layout, cell.week);
  const column = layout.ribbons.find(({id}) => id === cell.id).runs.flat();
  const [across, along] = [row.findIndex(({id}) => id === cell.id), column.findIndex(({week}) => week === cell.week)];
  const steps = {
    ArrowLeft: row[Math.max(across - 1, 0)],
    ArrowRight: row[Math.min(across + 1, row.length - 1)],
    ArrowUp: column[Math.max(along - 1, 0)],
    ArrowDown: column[Math.min(along + 1, column.length - 1)],
    Home: row[0],
    End: row.at(-1),
  };
  return Object.hasOwn(steps, key) ? {id: cell.id, ...steps[key]} : null;
}

/** The cells drawn in a week (an index), with their shows' ids, best rank first. */
export function listWeekCells({ribbons}, week) {
  const cells = ribbons.flatMap(({id, runs}) => runs.flat().map((cell) => ({id, ...cell})));
  return cells.filter((cell) => cell.week === week).sort((a, b) => a.rank - b.rank);
}
