/** Tests of the reference strings. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../testing/random.ts";
import { randomRuns, randomString, TEXTBOOK_STRING } from "./reference_strings.ts";

Deno.test("random strings depend on their seed only and keep to their pages", () => {
  const make = () => randomString(new Random(3), { length: 100, pageCount: 9 });
  assertEquals(make(), make());
  assert(make().every((page) => page >= 0 && page < 9));
  assertEquals([...randomRuns(1, 5)].length, 5);
});

Deno.test("the textbook's string has 20 references to 6 pages", () => {
  assertEquals([TEXTBOOK_STRING.length, new Set(TEXTBOOK_STRING).size], [20, 6]);
});
