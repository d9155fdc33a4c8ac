/** Tests of running a program from boot to end. */
import { assertEquals } from "@std/assert";
import { mapsLines, printMapsLine } from "@palimpsest/fs";
import { zeros } from "./static_data.ts";
import { defineProgram } from "./program.ts";
import { runProgram } from "./run_program.ts";

Deno.test("a program's memory is laid out as /proc/PID/maps shows a PIE without randomization", () => {
  const program = defineProgram("layout", {
    about: "waits to be looked at",
    bss: { large: zeros(9000) },
    *main(c) {
      c.sbrk(4096);
      yield* c.pause();
    },
  });
  const { machine, stop } = runProgram(program);
  assertEquals(stop?.reason, "deadlock");
  const lines = mapsLines(machine.state, machine.state.spaceOf(100)).map(printMapsLine);
  assertEquals(lines.map((line) => line.replace(/ +/g, " ").replace(/ \d+ \//, " N /").trim()), [
    "555555554000-555555555000 r--p 00000000 fe:00 N /disk/bin/layout",
    "555555555000-555555556000 r-xp 00001000 fe:00 N /disk/bin/layout",
    "555555556000-555555557000 rw-p 00002000 fe:00 N /disk/bin/layout",
    "555555557000-555555559000 rw-p 00000000 00:00 0",
    "555555559000-55555555a000 rw-p 00000000 00:00 0 [heap]",
    "7ffff7ff7000-7ffff7ffb000 r--p 00000000 00:00 0 [vvar]",
    "7ffff7ffb000-7ffff7ffd000 r--p 00000000 00:00 0 [vvar_vclock]",
    "7ffff7ffd000-7ffff7fff000 r-xp 00000000 00:00 0 [vdso]",
    "7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0 [stack]",
  ]);
});

Deno.test("output is handed on as it is written, letters whole", () => {
  const shown: string[] = [];
  const program = defineProgram("writer", {
    about: "writes in pieces",
    *main(c) {
      const text = c.storeString(c.alloca(16), "aä\n");
      for (let at = 0; at < 4; at++) yield* c.write(1, text + at, 1);
    },
  });
  const { output } = runProgram(program, { onOutput: (text) => shown.push(text) });
  assertEquals([output, shown.filter((text) => text !== "")], ["aä\n", ["a", "ä", "\n"]]);
});

Deno.test("events can be watched; arguments that do not fit the stack stop the run", () => {
  const program = defineProgram("quiet", { about: "does nothing", *main() {} });
  const kinds: string[] = [];
  runProgram(program, { observer: { event: ({ kind }) => kinds.push(kind) } });
  assertEquals([kinds[0], kinds.at(-1)], ["setup", "exit_group"]);
  const { stop } = runProgram(program, { arguments: ["x".repeat(200_000)] });
  assertEquals(stop?.message.startsWith("/bin/quiet cannot be executed with these arguments"), true);
});
