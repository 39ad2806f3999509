// Which ribbon is meant: by a point of the chart, or by a step from another one.

import {edgesAt} from "./ribbonPath.js";

/**
 * The ribbon nearest to a point of the layout, on its own or the next ones' height, at most `reach` px away: its cell
 * with the show's id, `{id, week, rank, downloads, x, y, width}`; null when none is so near. The one on top wins.
 */
export function nearest(layout, {x, y}, reach = 16) {
  const near = layout.ribbons.flatMap((ribbon) => ribbon.runs.flatMap((run) => hit(ribbon, run, {x, y}, layout)));
  const best = near.reduce((first, one) => (first === null || one.away <= first.away ? one : first), null);
  return best && best.away <= reach ? best.cell : null;
}

function hit({id}, run, {x, y}, {pitch, top}) {
  const edges = edgesAt(run, y, pitch);
  if (edges === null) return [];
  const away = Math.max(edges.x - x, x - edges.x - edges.width, 0);
  const week = Math.floor((y - top) / pitch);
  const cell = run.find((one) => one.week === week) ?? run.at(-1);
  return [{away, cell: {id, ...cell}}];
}

/** The cell of a show in a week (an index), with its id; else its last one; null when the chart does not hold the show. */
export function cellOf({ribbons}, id, week) {
  const cells = ribbons.find((ribbon) => ribbon.id === id)?.runs.flat() ?? [];
  const cell = cells.find((one) => one.week === week) ?? cells.at(-1);
  return cell ? {id, ...cell} : null;
}

/** Where a key leads from a cell: across the ranks of its week, along the weeks of its show; null for any other key. */
export function stepped(layout, cell, key) {
  const row = weekCells(layout, cell.week);
  const own = layout.ribbons.find(({id}) => id === cell.id).runs.flat();
  const [across, along] = [row.findIndex(({id}) => id === cell.id), own.findIndex(({week}) => week === cell.week)];
  const steps = {
    ArrowLeft: row[Math.max(across - 1, 0)],
    ArrowRight: row[Math.min(across + 1, row.length - 1)],
    ArrowUp: own[Math.max(along - 1, 0)],
    ArrowDown: own[Math.min(along + 1, own.length - 1)],
    Home: row[0],
    End: row.at(-1),
  };
  return Object.hasOwn(steps, key) ? {id: cell.id, ...steps[key]} : null;
}

/** The cells drawn in a week (an index), with their shows' ids, best rank first. */
export function weekCells({ribbons}, week) {
  const cells = ribbons.flatMap(({id, runs}) => runs.flat().map((cell) => ({id, ...cell})));
  return cells.filter((cell) => cell.week === week).sort((a, b) => a.rank - b.rank);
}
