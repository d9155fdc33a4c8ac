/** Tests of the process that the tests of diagrams draw. */
import { assertEquals } from "@std/assert";
import { isPresent } from "@palimpsest/kernel";
import { ANONYMOUS_ADDRESS, DRAWN_PID, drawnProcess, FILE_ADDRESS } from "./drawn_process.ts";

Deno.test("the file is present whole, and three of the anonymous pages", () => {
  const space = drawnProcess().state.spaceOf(DRAWN_PID);
  const present = (address: number, count: number) =>
    Array.from({ length: count }, (_, step) => isPresent(space.pte(address / 4096 + step)));
  assertEquals(present(FILE_ADDRESS, 3), [true, true, true]);
  assertEquals(present(ANONYMOUS_ADDRESS, 5), [true, false, true, true, false]);
});
