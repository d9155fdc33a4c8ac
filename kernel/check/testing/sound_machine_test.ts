/** Test of the machine that tests spoil. */
import { assertEquals } from "@std/assert";
import { checkState } from "../check_state.ts";
import { FILE_PAGE, givenSoundMachine, SHARED_PAGE, SWAPPED_PAGE, ZERO_PAGE } from "./sound_machine.ts";

Deno.test("the sound machine has something of everything, and is sound", () => {
  const given = givenSoundMachine();
  checkState(given.state);
  const letters = [SHARED_PAGE, FILE_PAGE, SWAPPED_PAGE, ZERO_PAGE].map((page) => given.residency(page, 1));
  assertEquals(letters, ["c", "f", "s", "z"]);
  assertEquals([given.state.slots.size, given.state.processes.size, given.state.inodes.size > 0], [
    1,
    2,
    true,
  ]);
});
