/** Tests of what page tables take. */
import { assertEquals } from "@std/assert";
import { givenProcess } from "../../kernel/testing/machine_fixture.ts";
import { tableBytes } from "./table_pages.ts";

Deno.test("entries of one gigabyte share what is above their tables", () => {
  const given = givenProcess();
  assertEquals(tableBytes(given.space), 0);
  given.map(512, 1024);
  given.touchAll([512, 600], "w");
  assertEquals(tableBytes(given.space), 3 * 4096);
  given.touch(1024, "w");
  assertEquals(tableBytes(given.space), 4 * 4096);
});
