/** Test of the program write_through_mmap. */
import { assertEquals } from "@std/assert";
import { SIGNAL } from "@palimpsest/kernel";
import { eventsOf, faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { writeThroughMmap } from "./write_through_mmap.ts";

Deno.test("write_through_mmap: SIGBUS behind the end of the file, and AAAA once the file has a page", () => {
  const run = observeProgram(writeThroughMmap);
  assertEquals(run.lines, ["without ftruncate: signal 7", 'after ftruncate: read 4 bytes, "AAAA"']);
  const text = resultOf(run, "mmap");
  assertEquals(faultsIn(run, 101, text, 4), ["BUS_ADRERR"]);
  assertEquals(faultsIn(run, 100, text, 4), ["pagesMap"]);
  const [signal] = eventsOf(run, "signal");
  assertEquals([signal.process, signal.number, signal.address], [101, SIGNAL.SIGBUS, text]);
});
