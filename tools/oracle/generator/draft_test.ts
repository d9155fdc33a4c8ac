/** A draft knows roughly what is mapped, and who lives (DR1 to DR3). */
import { assert, assertEquals } from "@std/assert";
import { hex, offsetText, placeText } from "./draft.ts";
import { draftOf } from "./testing.ts";

Deno.test("a process other than p0 is named before its operation", () => {
  const draft = draftOf(1);
  const child = draft.fork(draft.actor, 3)!;
  draft.emit("dump");
  draft.emit("dump", child);
  assertEquals(draft.lines, ["dump", "p1: dump"]);
});

Deno.test("a child starts with what its parent had, and each goes on alone", () => {
  const draft = draftOf(1);
  draft.addPages({ space: "A", page: 3 }, 2);
  const child = draft.fork(draft.actor, 3)!;
  draft.removePages({ space: "A", page: 3 }, 1);
  assertEquals([draft.isMapped({ space: "A", page: 3 }), child.mapped.has("A/3"), child.mapped.has("A/4")], [
    false,
    true,
    true,
  ]);
});

Deno.test("there are never more processes than allowed, and an ended one no longer acts", () => {
  const draft = draftOf(1);
  const child = draft.fork(draft.actor, 2)!;
  assertEquals(draft.fork(child, 2), undefined);
  draft.actor = child;
  draft.end(child);
  assertEquals([draft.actor.name, draft.processes.length, draft.ended.length], ["p0", 1, 1]);
});

Deno.test("targets lie in regions that live in the acting process, as often as the tendencies say", () => {
  const draft = draftOf(2);
  draft.addRegion({ name: "r1", space: "r1", page: 0, pageCount: 4 });
  const hits = Array.from({ length: 200 }, () => draft.target()).filter(({ place }) => place?.space === "r1");
  assert(hits.length > 100 && hits.every(({ pagesAhead }) => pagesAhead >= 1 && pagesAhead <= 5));
});

Deno.test("addresses are written with their symbol, pages in hexadecimal bytes", () => {
  assertEquals([offsetText("r1", 0), offsetText("r1", 2), offsetText("r1", -1)], [
    "r1",
    "r1+0x2000",
    "r1-0x1000",
  ]);
  assertEquals([placeText({ space: "A", page: 16 }), hex(255)], ["A+0x10000", "0xff"]);
});

Deno.test("weights decide how often a value is chosen", () => {
  const draft = draftOf(3);
  const chosen = Array.from({ length: 1000 }, () => draft.weighted([["a", 90], ["b", 10], ["c", 0]]));
  const count = (value: string) => chosen.filter((each) => each === value).length;
  assert(count("a") > 800 && count("b") > 50 && count("c") === 0);
});
