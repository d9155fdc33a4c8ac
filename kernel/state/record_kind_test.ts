/** Tests of the numbers of canonical records. */
import { assertEquals } from "@std/assert";
import { RECORD } from "./record_kind.ts";

Deno.test("record kinds are distinct and leave 64 and above to fs", () => {
  const kinds = Object.values(RECORD);
  assertEquals(new Set(kinds).size, kinds.length);
  assertEquals(kinds.every((kind) => kind < 64), true);
});
