/** Tests of what a module must export to be a program. */
import { assertEquals } from "@std/assert";
import { DEFAULT_ALLOCATOR, defineProgram, ints, type Program } from "@palimpsest/libc";
import { allocatorOfModule, programOfModule } from "./program_module.ts";

// deno-lint-ignore require-yield -- it is only looked at
const main = function* () {
  return 0;
};

Deno.test("main with its static data is a program named after the file; other generators are programs too", () => {
  const data = { table: ints(1) };
  const program = programOfModule({ main, data, about: "tests", helper: main, count: 3 }, "mine") as Program;
  assertEquals([program.name, program.about, program.data], ["mine", "tests", data]);
  assertEquals(program.uses.map(({ name }) => name), ["helper"]);
});

Deno.test("a declared program may be the default, or be exported by name; a generator may be the default", () => {
  const declared = defineProgram("declared", { about: "declared", main });
  const program = programOfModule({ default: declared, other: declared }, "mine") as Program;
  assertEquals([program.name, program.uses.length], ["declared", 1]);
  assertEquals((programOfModule({ default: main }, "mine") as Program).name, "mine");
});

Deno.test("a module without main, or with another kind of function, is refused with a sentence", () => {
  assertEquals(
    programOfModule({}, "x"),
    "This is no program: it must export a generator function, `export function* main(c, argv)`.",
  );
  const wanted = "main must be a generator function: write `export function* main(c, argv)`.";
  assertEquals(programOfModule({ main: () => 0 }, "x"), wanted);
  assertEquals(programOfModule({ main: async function* () {} }, "x"), wanted);
  assertEquals(programOfModule({ default: 5 }, "x"), wanted);
});

Deno.test("static data that was not declared as such is refused with its name", () => {
  const words = "data.x is no static data: declare it with ints(…), text(…) or zeros(…) of @palimpsest/libc.";
  for (const x of [3, "text", null, [1, 2]]) {
    assertEquals(programOfModule({ main, data: { x } }, "mine"), words);
  }
});

Deno.test("a module may export the allocator that its malloc is made of", () => {
  assertEquals(allocatorOfModule({ main }), undefined);
  assertEquals(allocatorOfModule({ main, allocator: DEFAULT_ALLOCATOR }), DEFAULT_ALLOCATOR);
  const words =
    "allocator must be how one is made: { name, about, staticBytes, make(space, statics, programBreak) }.";
  for (const allocator of [5, null, { name: "mine" }]) {
    assertEquals(allocatorOfModule({ main, allocator }), words);
  }
  const program = programOfModule({ main, allocator: DEFAULT_ALLOCATOR }, "mine") as Program;
  assertEquals(program.uses, []);
});
