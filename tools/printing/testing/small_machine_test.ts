/** Tests of the machine that the tests of tables show. */
import { assertEquals } from "@std/assert";
import { isPresent } from "@palimpsest/kernel";
import { smallMachine } from "./small_machine.ts";

Deno.test("the small machine has a page of a file, two anonymous pages, and one that was read", () => {
  const { space } = smallMachine();
  assertEquals([0x400, 0x500, 0x501, 0x502, 0x503].map((page) => isPresent(space.pte(page))), [
    true,
    false,
    true,
    true,
    true,
  ]);
});
