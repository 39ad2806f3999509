// The view in the address, also in addresses of the first edition.

import assert from "node:assert/strict";
import {test} from "node:test";
import {readView, withView} from "../../src/components/episodes/views.js";

test("the view is read from the address; old modes lead to the view that took their place", () => {
  const cases = {
    "": "date",
    "?view=age": "age",
    "?view=total&x=1": "total",
    "?view=__proto__": "date",
    "?mode=calendar": "date",
    "?mode=daily": "age",
    "?mode=cumulative": "total",
    "?mode=constructor": "date",
  };
  for (const [search, view] of Object.entries(cases)) assert.equal(readView(search).name, view, search);
});

test("the view is written into an address, the default into none, and the rest stays", () => {
  assert.equal(withView("https://a.b/show/5/?x=1#ranks", "age"), "https://a.b/show/5/?x=1&view=age#ranks");
  assert.equal(withView("https://a.b/show/5/?view=age&x=1", "date"), "https://a.b/show/5/?x=1");
  assert.equal(withView("https://a.b/show/5/?mode=daily", "total"), "https://a.b/show/5/?view=total");
});
