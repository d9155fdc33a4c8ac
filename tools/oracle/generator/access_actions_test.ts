/** Loads, stores and fetches come in all their forms. */
import { queryResidency, touch, transferData } from "./access_actions.ts";
import { assertOccur, linesOf } from "./testing.ts";
import { mapAnonymous } from "./mapping_actions.ts";

Deno.test("touches read, write and execute in steps of all sizes", () => {
  assertOccur(linesOf(touch, mapAnonymous), [
    "touch r",
    "touch w",
    "touch x",
    "n=2",
    "step=0x2000",
    "step=-0x1000",
    "val=",
  ]);
});

Deno.test("data is stored, loaded and read back", () => {
  const operations = ["store8", "load8", "add8", "store1", "load1", "read", "fill"];
  assertOccur(linesOf(transferData, mapAnonymous), operations);
});

Deno.test("residency is asked about one page and many", () => {
  assertOccur(linesOf(queryResidency, mapAnonymous), ["0x1000", "0x14000", "0x258000", " 0"]);
});
