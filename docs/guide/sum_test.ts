/** Tests of the program of the guide: what it prints, and that the guide shows it as it is. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { defineProgram, runProgram } from "@palimpsest/libc";
import { about, data, main } from "./sum.ts";

Deno.test("the child's sum is the parent's", () => {
  const { output, status } = runProgram(defineProgram("sum", { about, data, main }));
  assertEquals([output, status], ["sum: the sum is 55\n", 0]);
});

Deno.test("the guide shows the program as it is", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
  const source = await read("sum.ts");
  assertStringIncludes(await read("write_a_program.md"), source.slice(source.indexOf("import")).trim());
});
