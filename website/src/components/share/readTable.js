// A table in the page as rows of texts: what is seen of it, without the words and ornaments that are not its content.

const NEVER = ".visually-hidden, svg, img, .poster, script, button, input";
/** Elements that begin a new line, or stand apart, within a cell. */
const APART = /^(?:small|br|p|div|li|ul|dl|dt|dd)$/;

/**
 * A `<table>`, or an element with several that have the same columns, as `{head, rows}`: `head` is a list of cells, `rows` are `{cells, isHidden}`, hidden ones being folded away in
 * the page. A cell is `{text, value}`: what is read in it, and the exact number (`data-value`) if it shows that in short.
 * Columns that hold only pictures are left out.
 */
export function readTable(element) {
  const rows = listRows(element).map((row) => ({
    cells: readCells(row),
    isHidden: row.closest("[hidden]") !== null,
    isHead: row.closest("thead") !== null,
  }));
  const head = rows.find(({isHead}) => isHead)?.cells ?? null;
  const body = rows.filter(({isHead}) => !isHead);
  const count = Math.max(0, ...body.map(({cells}) => cells.length));
  const filled = Array.from({length: count}, (_, i) => i).filter((i) => body.some(({cells}) => cells[i]?.text));
  const select = (cells) => filled.map((i) => cells[i] ?? EMPTY);
  return {
    head: head === null ? [] : select(head),
    rows: body.map(({cells, isHidden}) => ({cells: select(cells), isHidden})),
  };
}

/** A table knows its rows, in the order in which they are read. */
const listRows = (element) =>
  (element.rows ? [element] : [...element.querySelectorAll("table")]).flatMap((table) => [...table.rows]);

const EMPTY = {text: "", value: null};

const readCells = (row) =>
  [...row.cells].flatMap((cell) => [readCell(cell), ...Array.from({length: cell.colSpan - 1}, () => EMPTY)]);

const readCell = (cell) => ({text: readText(cell), value: cell.dataset.value ?? null});

/** A sign like "▲2" is hidden from screen readers, which are given words: it counts where nothing else is seen. */
function readText(cell) {
  const text = collect(cell, `${NEVER}, [aria-hidden=true]`);
  return text === "" ? collect(cell, NEVER) : text;
}

const collect = (node, never) => write(node, never).replace(/\s+/g, " ").trim();

function write(node, never) {
  if (node.nodeType === 3) return node.data;
  if (node.nodeType !== 1 || node.matches(never)) return "";
  const text = [...node.childNodes].map((child) => write(child, never)).join("");
  return APART.test(node.localName) ? ` ${text} ` : text;
}
