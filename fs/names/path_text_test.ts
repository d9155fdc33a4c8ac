/** Tests of how long paths may be. */
import { ENAMETOOLONG, ENOENT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { isTooLongName, pathProblem, textBytes } from "./path_text.ts";

Deno.test("a path has 1 to 4095 bytes", () => {
  assertEquals([pathProblem(""), pathProblem("/")], [-ENOENT, 0]);
  assertEquals([pathProblem("a".repeat(4095)), pathProblem("a".repeat(4096))], [0, -ENAMETOOLONG]);
  assertEquals([pathProblem("ä".repeat(2047)), pathProblem("ä".repeat(2048))], [0, -ENAMETOOLONG]);
});

Deno.test("a name has up to 255 bytes", () => {
  assertEquals(["a".repeat(255), "a".repeat(256), "ä".repeat(127), "ä".repeat(128)].map(isTooLongName), [
    false,
    true,
    false,
    true,
  ]);
  assertEquals(textBytes("aä"), 3);
});
