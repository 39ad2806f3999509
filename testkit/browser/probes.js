// What the tests ask a page about itself, measured on the page alone and by none of its own code.

globalThis.probes = {
  /** Whether the page says that its script has taken it over; a page that has just begun has not even an element. */
  isHydrated() {
    return document.documentElement !== null && "ready" in document.documentElement.dataset;
  },

  /** Where the ribbon of a show passes the middle of a week: `{x, y, width}` in px of the window; null if it does not. */
  ribbonAt([id, week]) {
    const river = document.querySelector("svg.river");
    const path = river.querySelector(`.ribbon[data-show="${id}"] path`);
    const y = this.middleOf(week);
    const at = path && this.filled(path, y);
    return at && {...this.onScreen(river, (at.from + at.to) / 2, y), width: at.to - at.from};
  },

  /** The y of a week, counted from 0, in the river's own units: halfway between the lines around it. */
  middleOf(week) {
    const lines = [...document.querySelector(".river-lines").getAttribute("d").matchAll(/M[\d.]+ ([\d.]+)H/g)];
    const [above, below] = [lines[week], lines[week + 1]].map(([, y]) => Number(y));
    return (above + below) / 2;
  },

  /** How far to scroll for a week to stand in the middle of the window. */
  top(week) {
    const river = document.querySelector("svg.river");
    return scrollY + this.onScreen(river, 0, this.middleOf(week)).y - innerHeight / 2;
  },

  /** The stretch of a height that a ribbon covers: `{from, to}`; null when it does not pass there. */
  filled(path, y) {
    const box = path.getBBox();
    const inside = [];
    for (let x = box.x - 0.25; x <= box.x + box.width + 0.25; x += 0.25) {
      if (path.isPointInFill(new DOMPoint(x, y))) inside.push(x);
    }
    return inside.length === 0 ? null : {from: inside[0], to: inside.at(-1)};
  },

  onScreen(river, x, y) {
    const at = new DOMPoint(x, y).matrixTransform(river.getScreenCTM());
    return {x: at.x, y: at.y};
  },

  /** What the ribbons cover of a week's middle, in px of the window: `[[show, from, to], …]`. */
  row(week) {
    const river = document.querySelector("svg.river");
    const y = this.middleOf(week);
    return [...river.querySelectorAll(".ribbon")].flatMap((link) => {
      const run = this.filled(link.querySelector("path"), y);
      const at = (x) => this.onScreen(river, x, y).x;
      return run ? [[Number(link.dataset.show), at(run.from), at(run.to)]] : [];
    });
  },

  /** What can be seen and lies beyond the window's left or right edge, and in no box of its own that scrolls or clips. */
  outside() {
    const width = window.screen.width < window.innerWidth ? window.screen.width : window.innerWidth;
    return [...document.body.querySelectorAll("*")].filter((element) => this.isOutside(element, width)).map((element) => {
      const {left, right} = element.getBoundingClientRect();
      return `${element.tagName}.${element.getAttribute("class")} ${left.toFixed(1)} to ${right.toFixed(1)}`;
    });
  },

  isOutside(element, width) {
    const {left, right, height} = element.getBoundingClientRect();
    if (height === 0 || !element.checkVisibility({visibilityProperty: true}) || (left >= -1 && right <= width + 1)) return false;
    return this.parents(element).every((element) => getComputedStyle(element).overflowX === "visible");
  },

  /** Cells of tables whose text lies over the cell beside them. */
  spilled() {
    return [...document.querySelectorAll("td, th")].filter((cell) => this.isSpilled(cell)).map((cell) => cell.textContent);
  },

  isSpilled(cell) {
    const {left, right} = cell.getBoundingClientRect();
    if (!cell.checkVisibility()) return false; // in a fold that is closed
    return this.textBoxes(cell).some((box) => box.left < left - 1 || box.right > right + 1);
  },

  /** Where an element's text is that can be seen, not only heard from a screen reader. */
  textBoxes(element) {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const boxes = [];
    for (let text = walk.nextNode(); text !== null; text = walk.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const isSaid =
        getComputedStyle(text.parentElement).position === "absolute" || text.parentElement.closest(".visually-hidden");
      if (!isSaid) boxes.push(...[...range.getClientRects()].filter((box) => box.width > 1));
    }
    return boxes;
  },

  parents(element) {
    const above = [];
    for (let parent = element; parent !== null; parent = parent.parentElement) above.push(parent);
    return above.filter((element) => !["HTML", "BODY"].includes(element.tagName));
  },

  /** Violations that axe-core finds, each as a line: by these rules, or by all that it has. */
  async axe(rules = null) {
    const selection = rules === null ? {} : {runOnly: rules};
    const {violations} = await axe.run(document, {resultTypes: ["violations"], ...selection});
    return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => `${id} ${target}: ${failureSummary}`));
  },

  /** Count in `motions` the transitions and animations that begin from now on. */
  watchMotion() {
    this.motions = 0;
    for (const name of ["transitionrun", "animationstart"]) document.addEventListener(name, () => (this.motions += 1));
  },

  /** The brightness of a CSS colour, from 0 to 1, as a canvas paints it. */
  brightness(color) {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  },

  /** What was there and has moved by itself, as browsers score it: each shift as a line. */
  shifts() {
    return new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => this.describeShift(entry)))).observe({
        type: "layout-shift",
        buffered: true,
      });
      setTimeout(() => resolve([]), 300);
    });
  },

  describeShift({value, startTime, sources}) {
    const moves = sources.map(({node, previousRect: from, currentRect: to}) => {
      const name = `${node?.nodeName}.${node?.className?.baseVal ?? node?.className}`;
      return `${name} ${node?.textContent?.slice(0, 40)} ${[from.x, from.y]} to ${[to.x, to.y]}`;
    });
    return [`${value.toFixed(6)} at ${startTime.toFixed()} ms`, ...moves].join("; ");
  },
};
