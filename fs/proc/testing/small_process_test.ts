/** Tests of the process that the tests of /proc look at. */
import { assertEquals } from "@std/assert";
import { smallProcess } from "./small_process.ts";

Deno.test("the process has one mapping of each sort", () => {
  const { space } = smallProcess();
  assertEquals([...space.vmas.items()].map(({ file, name }) => [file, name]), [
    [1, ""],
    [0, ""],
    [2, ""],
    [0, "[vvar]"],
    [0, ""],
    [0, "[stack]"],
  ]);
});
