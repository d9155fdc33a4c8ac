/** Words of a line are taken in order, and what is wrong with them is told with its column (AR1 to AR3). */
import { assertEquals, assertThrows } from "@std/assert";
import { Arguments, tokensOf } from "./arguments.ts";
import { ScriptError } from "./script_error.ts";

function given(line: string): Arguments {
  return new Arguments(tokensOf(line), { file: "x.mm", line: 3, column: line.length + 1 });
}

Deno.test("words keep their columns and end at a comment", () => {
  assertEquals(tokensOf("\ta  bc # d"), [{ text: "a", column: 2 }, { text: "bc", column: 5 }]);
});

Deno.test("positional words come in order, and a missing one is an error at the end of the line", () => {
  const words = given("one two");
  assertEquals([words.word("a word").text, words.word("a word").text, words.hasMore], ["one", "two", false]);
  assertThrows(
    () => words.word("a length"),
    ScriptError,
    "x.mm:3:8: The line ends where a length is expected.",
  );
});

Deno.test("keywords come in any order, each once, and none unknown", () => {
  const keys = given("n=3 val=0x10").keywords(["n", "step", "val"]);
  assertEquals(keys.expression("val", "0"), [{ negative: false, number: 16n }]);
  assertEquals(keys.expression("step", "1p"), [{ negative: false, number: 4096n }]);
  assertThrows(() => given("n=1 n=2").keywords(["n"]), ScriptError, "x.mm:3:5: n= is given twice.");
  assertThrows(() => given("m=1").keywords(["n"]), ScriptError, 'x.mm:3:1: Unexpected "m=1"; write n=…');
  assertThrows(() => given("n").keywords(["n"]), ScriptError, 'Unexpected "n"');
});

Deno.test("the error of a value points into the value", () => {
  assertThrows(
    () => given("n=1 val=A+1z").keywords(["n", "val"]).expression("val", "0"),
    ScriptError,
    "x.mm:3:11:",
  );
});

Deno.test("a word left over is an error", () => {
  const words = given("1 2");
  words.expression("an address");
  assertThrows(() => words.finish(), ScriptError, 'x.mm:3:3: Unexpected "2"');
});
