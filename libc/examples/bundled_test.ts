/** Tests of the list of bundled programs. */
import { assertEquals } from "@std/assert";
import type { AllocatorMaking } from "../malloc/allocator.ts";
import { findAllocator } from "../malloc/allocators.ts";
import { programPath } from "../runtime/program.ts";
import { runProgram } from "../runtime/run_program.ts";
import { BUNDLED_PROGRAMS } from "./bundled.ts";

Deno.test("every example is in the list, by the name of its file", () => {
  const files = [...Deno.readDirSync(new URL(".", import.meta.url))].map(({ name }) => name);
  const sources = files.filter((name) =>
    name.endsWith(".ts") && !name.endsWith("_test.ts") && name !== "bundled.ts"
  );
  assertEquals(BUNDLED_PROGRAMS.map(({ name }) => `${name}.ts`).sort(), sources.sort());
  assertEquals(
    files.filter((name) => name.endsWith("_test.ts")).length,
    sources.length + 1,
    "each has its test",
  );
});

Deno.test("every example's test runs it twice, replays it and rewinds it (observe_program.ts)", () => {
  for (const { name } of BUNDLED_PROGRAMS) {
    const test = Deno.readTextFileSync(new URL(`${name}_test.ts`, import.meta.url));
    assertEquals([name, /observeProgram\(/.test(test)], [name, true]);
  }
});

for (const name of ["freelist", "bins", "debug"]) {
  Deno.test(`every bundled program runs to its end on the allocator ${name}`, () => {
    const allocator = findAllocator(name) as AllocatorMaking;
    for (const program of BUNDLED_PROGRAMS) {
      const { status, stop } = runProgram(program, { allocator });
      assertEquals([program.name, status, stop?.message], [program.name, 0, undefined]);
    }
  });
}

Deno.test("a bundled program says in one line what it shows, and uses only bundled ones", () => {
  for (const program of BUNDLED_PROGRAMS) {
    assertEquals(program.about.length > 10 && program.about.length < 90, true, program.name);
    assertEquals(program.uses.every((used) => BUNDLED_PROGRAMS.includes(used)), true, programPath(program));
  }
});
