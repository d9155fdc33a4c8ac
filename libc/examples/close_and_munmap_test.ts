/** Test of the program close_and_munmap. */
import { assertEquals } from "@std/assert";
import { effectKinds, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { closeAndMunmap } from "./close_and_munmap.ts";

Deno.test("close_and_munmap: the open file lives as long as one of its holders", () => {
  const run = observeProgram(closeAndMunmap);
  assertEquals(run.lines, [
    "written after close()",
    'read() after munmap(): 21 bytes, "written after close()"',
  ]);
  const [close] = eventsOf(run, "close");
  assertEquals(effectKinds(close), ["descriptorRemove"], "the mapping still holds the open file");
  const [munmap] = eventsOf(run, "munmap");
  assertEquals(effectKinds(munmap).includes("fileRemove"), false, "the descriptor still holds the open file");
});
