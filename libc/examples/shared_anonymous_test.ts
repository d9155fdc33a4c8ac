/** Test of the program shared_anonymous. */
import { assertEquals } from "@std/assert";
import { LOAD_ADDRESS } from "@palimpsest/kernel";
import { faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { sharedAnonymous } from "./shared_anonymous.ts";

Deno.test("shared_anonymous: the shared page is one frame for both, the private one is copied", () => {
  const run = observeProgram(sharedAnonymous);
  assertEquals(run.lines, ["child:  shared 42, private 42", "parent: shared 42, private 1"]);
  const shared = resultOf(run, "mmap");
  assertEquals(faultsIn(run, 101, shared, 4), ["pagesMap"], "the child maps the frame that is there");
  assertEquals(faultsIn(run, 101, LOAD_ADDRESS + 0x2000, 4096), ["pageCopy"]);
});
