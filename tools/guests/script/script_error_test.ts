/** An error of a script is one line (SE1, SE2). */
import { assertEquals } from "@std/assert";
import { ScriptError } from "./script_error.ts";

Deno.test("a script error says where and what in one line", () => {
  const error = new ScriptError({ file: "x.mm", line: 4, column: 9 }, 'Unknown operation "mmpa".');
  assertEquals(error.message, 'x.mm:4:9: Unknown operation "mmpa".');
  assertEquals([error.place.line, error.sentence], [4, 'Unknown operation "mmpa".']);
});
