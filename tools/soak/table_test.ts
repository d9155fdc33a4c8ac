/** Tests of the table of soaks. */
import { assertEquals } from "@std/assert";
import { soaks } from "./table.ts";

Deno.test("every soak has a name of its own", () => {
  const names = soaks.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
});
