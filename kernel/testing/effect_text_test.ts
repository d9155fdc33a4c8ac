/** Tests of the short texts of effects. */
import { assertEquals } from "@std/assert";
import { VM } from "../memory/vma_flags.ts";
import { effectText } from "./effect_text.ts";

Deno.test("an effect's text has its kind, its place and the flags that are set", () => {
  const vma = { kind: "vmaPut", startPage: 100, endPage: 110, flags: VM.READ | VM.WRITE };
  assertEquals(effectText(vma), "vmaPut 100-110 rw-p");
  assertEquals(effectText({ kind: "vmaRemove", startPage: 100 }), "vmaRemove 100");
  assertEquals(effectText({ kind: "pagesUnmap", space: 1, page: 102, count: 3 }), "pagesUnmap 102+3");
  assertEquals(
    effectText({ kind: "pagesMap", page: 5, count: 1, writable: true, dirty: false }),
    "pagesMap 5 writable",
  );
  assertEquals(
    effectText({ kind: "pagesMove", page: 100, toPage: 200, count: 4 }),
    "pagesMove 100+4 to 200",
  );
  assertEquals(effectText({ kind: "framesMark", frame: 3, count: 2, set: 1 }), "framesMark");
});
