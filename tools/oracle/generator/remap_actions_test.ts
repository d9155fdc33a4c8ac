/** mremap is tried in every form, over several VMAs too. */
import { assertOccur, linesOf } from "./testing.ts";
import { mapAnonymous } from "./mapping_actions.ts";
import { remap, remapMany } from "./remap_actions.ts";

Deno.test("regions are resized, moved and left behind", () => {
  const forms = ["none", "maymove", "maymove,fixed A", "maymove,dontunmap 0", " fixed A", "0x80000000"];
  assertOccur(linesOf(remap, mapAnonymous), forms);
});

Deno.test("several VMAs are moved at once, some of them sealed", () => {
  assertOccur(linesOf(remapMany), [
    "maymove,fixed A",
    "shared,anon,fixed",
    "mseal",
    "maymove,fixed,dontunmap",
    "dump",
  ]);
});
