// Which posters' addresses are ones: the host of a refused one is in no policy, so no page may ask for the picture.

import assert from "node:assert/strict";
import {test} from "node:test";
import {findOrigin} from "../../src/components/lib/origin.js";

const CASES = [
  ["https://s4.anilist.co/file/bx1.jpg", "https://s4.anilist.co"],
  ["https://S4.AniList.co/", "https://s4.anilist.co"],
  ["https://x/a;b,c@d:e?f=g#h", "https://x"],
  ["https://xn--bcher-kva.example/a.jpg", "https://xn--bcher-kva.example"],
  ["https://x;connect-src/a.jpg", null],
  ["https://*/", null],
  ["https://*.anilist.co/a.jpg", null],
  ["https://a b/c.jpg", null],
  ["https://x/a b.jpg", null],
  ["https://user@x/a.jpg", null],
  ["https://x:8080/a.jpg", null],
  ["https://x\\y/a.jpg", null],
  ["https://-x/a.jpg", null],
  ["https://x./a.jpg", null],
  ["https://1.2.3.999/a.jpg", null],
  ["https://xn--/a.jpg", null],
  ["https://bücher.example/a.jpg", null],
  ["https://x", null],
  ["https://x\n/a.jpg", null],
  ["https://x/a.jpg\n", null],
  ["http://x/a.jpg", null],
  ["//x/a.jpg", null],
  ["data:image/png;base64,", null],
  ["javascript:alert(1)", null],
  ["", null],
  [null, null],
];

for (const [address, origin] of CASES) {
  test(`the origin of ${JSON.stringify(address)} is ${origin}`, () => {
    assert.equal(findOrigin(address), origin);
  });
}
