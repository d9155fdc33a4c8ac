/** Test of the program copy_on_write. */
import { assertEquals } from "@std/assert";
import { effectKinds, eventsOf, faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { copyOnWrite } from "./copy_on_write.ts";

Deno.test("copy_on_write: the first store copies a page, the last holder keeps it", () => {
  const run = observeProgram(copyOnWrite);
  assertEquals(run.lines, ["child:  200 101 102 203", "parent: 300 101 102 303"]);
  const memory = resultOf(run, "mmap");
  const faultsOf = (pid: number, page: number) => faultsIn(run, pid, memory + page * 4096, 4096);
  assertEquals(faultsOf(100, 3), ["pagesFresh", "pageCopy"]);
  assertEquals(faultsOf(101, 0), ["pageCopy"]);
  assertEquals(faultsOf(101, 3), ["pageReuse"]);
  assertEquals(faultsOf(100, 0), ["pagesFresh", "pageReuse"]);
  assertEquals(
    [faultsOf(101, 1), faultsOf(101, 2)],
    [[], []],
    "what nobody stores into is shared to the end",
  );
  assertEquals(effectKinds(eventsOf(run, "fork")[0]).includes("pagesFresh"), false, "fork copies no memory");
});
