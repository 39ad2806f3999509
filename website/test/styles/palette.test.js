// The ten hues can be told apart, by colour-blind eyes too, and all colours of shows can be seen and written upon, on the
// light page and on the dark one.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";

/**
 * Dichromacy on linear sRGB: Machado, Oliveira & Fernandes, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", IEEE TVCG 15(6), 2009, at severity 1.0.
 */
const EYES = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
};

/**
 * The least distance in OKLab (1 from black to white; a just noticeable step is some 0.02) of any two of the ten: a show
 * keeps its hue in the next season, so that any two can lie side by side. Ten colours that stand out from the page, as
 * dichromats see them, have no room for much more than this.
 */
const MIN_DISTANCE = 0.078;

const [light, dark] = readFileSync(new URL("../../src/styles/tokens.css", import.meta.url), "utf8").split("@media");
const variables = (css) =>
  Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]));
const CSS = {light, dark};
const PAGES = {light: variables(light), dark: {...variables(light), ...variables(dark)}};
const RANKS = Array.from({length: 10}, (_, i) => i + 1);
const TONES = Array.from({length: 24}, (_, i) => `tone-${i}`);

/** "#rrggbb" → linear sRGB, 0 to 1. */
function linear(hex) {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
}

const times = (m, [r, g, b]) => [0, 3, 6].map((row) => m[row] * r + m[row + 1] * g + m[row + 2] * b);
const seen = (eye, hex) => times(EYES[eye], linear(hex)).map((value) => Math.min(Math.max(value, 0), 1));

/** Linear sRGB → OKLab (Björn Ottosson, 2020). */
function oklab(rgb) {
  const cones = times(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376,
      0.6299787005,
    ],
    rgb,
  );
  return times(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662,
      -0.808675766,
    ],
    cones.map(Math.cbrt),
  );
}

const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));

/** WCAG's contrast, 1 to 21. */
function contrast(a, b) {
  const [high, low] = [a, b]
    .map((hex) => times([0.2126, 0.7152, 0.0722, 0, 0, 0, 0, 0, 0], linear(hex))[0])
    .sort((p, q) => q - p);
  return (high + 0.05) / (low + 0.05);
}

test("the measures know black, white and red", () => {
  assert.equal(contrast("#000000", "#ffffff").toFixed(1), "21.0");
  assert.equal(distance(oklab(linear("#000000")), oklab(linear("#ffffff"))).toFixed(2), "1.00");
  const redAndGreen = (eye) => distance(...["#a05050", "#6b6b2e"].map((hex) => oklab(seen(eye, hex))));
  assert.ok(redAndGreen("protanopia") < redAndGreen("normal"));
});

/** `part` of a colour mixed with another in OKLab, as CSS's `color-mix` does it: "#rrggbb". */
function mix(a, b, part) {
  const [p, q] = [a, b].map((hex) => oklab(linear(hex)));
  const [l, x, y] = p.map((value, i) => value * part + q[i] * (1 - part));
  const cones = [
    l + 0.3963377774 * x + 0.2158037573 * y,
    l - 0.1055613458 * x - 0.0638541728 * y,
    l - 0.0894841775 * x - 1.291485548 * y,
  ].map((cone) => cone ** 3);
  const rgb = times(
    [
      4.0767416621, -3.3077115913, 0.2309699292, -1.2684380046, 2.6097574011, -0.3413193965, -0.0041960863,
      -0.7034186147, 1.707614701,
    ],
    cones,
  );
  const parts = rgb.map((value) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
  return `#${parts
    .map((part255) =>
      Math.round(Math.min(Math.max(part255, 0), 1) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

test("the measures know a mixture's ends", () => {
  assert.equal(mix("#123456", "#fedcba", 1), "#123456");
  assert.equal(mix("#123456", "#fedcba", 0), "#fedcba");
});

for (const [page, colours] of Object.entries(PAGES)) {
  test(`any two of the ten hues keep their distance, by every eye, on the ${page} page`, () => {
    for (const eye of Object.keys(EYES)) {
      for (const [i, j] of RANKS.flatMap((a) => RANKS.filter((b) => b > a).map((b) => [a, b]))) {
        const apart = distance(oklab(seen(eye, colours[`hue-${i}`])), oklab(seen(eye, colours[`hue-${j}`])));
        assert.ok(apart >= MIN_DISTANCE, `${eye}, hues ${i} and ${j}: ${apart.toFixed(3)}, less than ${MIN_DISTANCE}`);
      }
    }
  });

  test(`every hue and tone stands out from the ${page} page by 3 to 1`, () => {
    for (const name of [...RANKS.map((rank) => `hue-${rank}`), ...TONES]) {
      const ratio = contrast(colours[name], colours.page);
      assert.ok(ratio >= 3, `${name}: ${ratio.toFixed(2)}`);
    }
  });

  test(`what is written upon a show's colour is read at 4.5 to 1 on the ${page} page`, () => {
    const inks = RANKS.map((rank) => [`hue-${rank}`, rank % 2 === 1 ? "on-deep" : "on-bright"]);
    for (const [name, ink] of [...inks, ...TONES.map((tone) => [tone, "on-tone"])]) {
      const ratio = contrast(colours[name], colours[ink]);
      assert.ok(ratio >= 4.5, `${ink} on ${name}: ${ratio.toFixed(2)}`);
    }
  });

  test(`titles upon the river's muted ribbons are read at 4.5 to 1 on the ${page} page`, () => {
    const part = Number.parseInt(CSS[page].match(/--tone-in-river: (\d+)%/)[1], 10) / 100;
    for (const tone of TONES) {
      const ratio = contrast(mix(colours[tone], colours.page, part), colours["on-tone"]);
      assert.ok(ratio >= 4.5, `${tone}: ${ratio.toFixed(2)}`);
    }
  });
}
