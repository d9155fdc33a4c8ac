/** Tests of declaring programs. */
import { assertEquals, assertThrows } from "@std/assert";
import { defineProgram, programPath, withUsed } from "./program.ts";

Deno.test("a program has a path; what it leaves out is empty", () => {
  const program = defineProgram("true", { about: "does nothing", *main() {} });
  assertEquals([programPath(program), program.data, program.uses], ["/bin/true", {}, []]);
  assertThrows(() => defineProgram("a/b", { about: "", *main() {} }), Error, "is no name for a program");
});

Deno.test("a program is used once, however many use it", () => {
  const leaf = defineProgram("leaf", { about: "", *main() {} });
  const branch = defineProgram("branch", { about: "", uses: [leaf], *main() {} });
  const root = defineProgram("root", { about: "", uses: [leaf, branch], *main() {} });
  assertEquals(withUsed(root).map(({ name }) => name), ["root", "leaf", "branch"]);
});
