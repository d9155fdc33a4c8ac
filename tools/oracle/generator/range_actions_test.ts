/** Advice, locks, seals and limits are all tried. */
import { assertOccur, linesOf } from "./testing.ts";
import { mapAnonymous } from "./mapping_actions.ts";
import { advise, guard, limit, lock, seal, synchronize } from "./range_actions.ts";

Deno.test("every kind of advice is given", () => {
  const advice = ["DONTNEED", "FREE", "WIPEONFORK", "GUARD_INSTALL", "POPULATE_READ", "REMOVE", "COLD", "-1"];
  assertOccur(linesOf(advise, mapAnonymous), advice);
});

Deno.test("guards are installed and met", () => {
  assertOccur(linesOf(guard, mapAnonymous), [
    "GUARD_INSTALL",
    "GUARD_REMOVE",
    "POPULATE_WRITE",
    "touch",
    "mincore",
    "dump",
  ]);
});

Deno.test("ranges are locked, sealed and synchronised, limits are moved", () => {
  assertOccur(linesOf(lock, mapAnonymous), ["mlock", "onfault", "munlock"]);
  assertOccur(linesOf(seal, mapAnonymous), ["mseal"]);
  assertOccur(linesOf(synchronize, mapAnonymous), ["msync", "sync,invalidate", "sync,async", " 8"]);
  assertOccur(linesOf(limit), ["as +", "as inf", "memlock 0", "data +"]);
});
