/** Tests of what a trace is made of. */
import { assertEquals } from "@std/assert";
import { parseTrace } from "./parse_trace.ts";
import { REQUEST } from "./trace.ts";

Deno.test("kinds are told apart, and fit into a byte", () => {
  const kinds = Object.values(REQUEST);
  assertEquals(new Set(kinds).size, 5);
  assertEquals([...Uint8Array.from(kinds)], kinds);
});

Deno.test("a request takes 17 bytes (TR2)", () => {
  const { kinds, ids, sizes, alignments } = parseTrace(
    new TextEncoder().encode("0\n1\n1\n0\na 0 8\n"),
    "one.rep",
  );
  const bytes = [kinds, ids, sizes, alignments].reduce((sum, { byteLength }) => sum + byteLength, 0);
  assertEquals(bytes, 17);
});
