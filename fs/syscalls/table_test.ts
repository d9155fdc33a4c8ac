/** Tests of the table of calls. */
import { assertEquals } from "@std/assert";
import { fsCalls } from "./table.ts";

Deno.test("every call has a name and a number of its own", () => {
  assertEquals(new Set(fsCalls.map(({ name }) => name)).size, fsCalls.length);
  assertEquals(new Set(fsCalls.map(({ id }) => id)).size, fsCalls.length);
});
