/** Tests of observing a program. */
import { assertEquals } from "@std/assert";
import { defineProgram } from "../runtime/program.ts";
import { countsOf, effectKinds, eventsOf, faultsIn, observeProgram, resultOf } from "./observe_program.ts";

const program = defineProgram("observed", {
  about: "two calls and a fault",
  *main(c) {
    const page = c.mmap(c.NULL, 4096, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.storeInt(page, 1);
    yield* c.puts("done");
  },
});

Deno.test("an observed run has its output in lines, its events, and what they amount to", () => {
  const run = observeProgram(program);
  assertEquals([run.lines, run.status, run.stop], [["done"], 0, undefined]);
  assertEquals(run.events[0].kind, "boot");
  assertEquals(countsOf(run, "mmap", "munmap"), { mmap: 1, munmap: 0 });
  assertEquals(faultsIn(run, 100, resultOf(run, "mmap"), 4096), ["pagesFresh"]);
  assertEquals(effectKinds(eventsOf(run, "mmap")[0]), ["vmaPut"]);
});
