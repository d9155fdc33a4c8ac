/** Mappings come with every placement and flag, and in patterns. */
import { assertOccur, linesOf } from "./testing.ts";
import { openFile } from "./file_actions.ts";
import { mapAnonymous, mapFile, protect, protectPattern, unmap } from "./mapping_actions.ts";

Deno.test("anonymous mappings come with hints, fixed and free, and with rare flags", () => {
  assertOccur(linesOf(mapAnonymous), [
    "fixed_noreplace",
    ",fixed",
    "shared,anon",
    "populate",
    "noreserve",
    "32bit",
    "+0x800 len",
  ]);
});

Deno.test("files are mapped privately, shared and validated, at offsets", () => {
  const lines = linesOf(mapFile, openFile);
  assertOccur(lines, [
    "flags=private",
    "flags=shared,",
    "flags=shared ",
    "shared_validate",
    "off=0x10000",
    "off=0x200000",
  ]);
});

Deno.test("ranges are unmapped and protected", () => {
  assertOccur(linesOf(unmap, mapAnonymous), ["munmap A", "munmap r"]);
  assertOccur(linesOf(protect, mapAnonymous), [" none", " rw", ",growsdown", ",sem"]);
});

Deno.test("a pattern lays neighbours of several kinds and protects across them", () => {
  assertOccur(linesOf(protectPattern, openFile), [
    "prot=none flags=private,anon,fixed",
    "shared,anon,fixed",
    "fixed fd=",
    "mprotect",
    "dump",
  ]);
});
