/** Tests of programs as files. */
import { assertEquals } from "@std/assert";
import { inodeAt } from "@palimpsest/fs";
import { defineProgram } from "./program.ts";
import type { C } from "../c.ts";
import type { Task } from "./task.ts";
import { eventsOf } from "../testing/observe_program.ts";
import { runMain } from "../testing/run_main.ts";

Deno.test("a program and those it uses, and theirs, are files in /bin", () => {
  const inner = defineProgram("inner", { about: "does nothing", *main() {} });
  const outer = defineProgram("outer", { about: "uses inner", uses: [inner], *main() {} });
  const { machine } = runMain(function* () {}, {}, { uses: [outer, inner] });
  const found = ["test", "outer", "inner", "other"].map((name) =>
    inodeAt(machine, `/bin/${name}`) !== undefined
  );
  assertEquals(found, [true, true, true, false]);
});

Deno.test("an available program gets its file when it is executed", () => {
  const other = defineProgram("other", {
    about: "says so",
    *main(c) {
      yield* c.puts("other");
    },
  });
  const main = function* (c: C): Task<void> {
    yield* c.waitpid(yield* c.spawn("/bin/other", ["other"]));
    yield* c.execl("/bin/other", "other");
  };
  const run = runMain(main, { available: [other] });
  assertEquals(run.lines, ["other", "other"]);
  assertEquals(eventsOf(run, "setup").map(({ what }) => what).at(-1), "/bin/other");
  assertEquals(runMain(main).lines, [""]);
});

Deno.test("an executable file that is no program of the machine stops the run with a sentence", () => {
  const run = runMain(function* (c) {
    const buffer = c.alloca(32768);
    const source = c.open("/bin/test", c.O_RDONLY);
    const copy = c.open("/copy", c.O_RDWR | c.O_CREAT, 0o755);
    yield* c.write(copy, buffer, yield* c.read(source, buffer, 32768));
    yield* c.execl("/copy", "copy");
  });
  assertEquals(run.stop?.message, "/copy is no program of this machine: only those in /bin can run.");
});
