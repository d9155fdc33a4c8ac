/** Tests of the limits on files and functions. */
import { assertEquals } from "@std/assert";
import { checkSizes } from "./sizes.ts";
import { readSource } from "./source.ts";

function findingsOf(path: string, text: string): string[] {
  return checkSizes(readSource(path, text)).map(({ severity, line, message }) =>
    `${line} ${severity} ${message}`
  );
}

const lines = (count: number) => "a();\n".repeat(count);
const functionOf = (lineCount: number) => `// head\nfunction long() {\n${lines(lineCount - 2)}}\n`;

Deno.test("checkSizes() lets short files and functions stand", () => {
  assertEquals(findingsOf("kernel/a.ts", lines(400)), []);
  assertEquals(findingsOf("kernel/a.ts", functionOf(70)), []);
});

Deno.test("checkSizes() notes long ones", () => {
  assertEquals(findingsOf("kernel/a.ts", lines(401)), [
    "1 note the file has 401 lines (better under 400); is it two ideas?",
  ]);
  assertEquals(findingsOf("kernel/a.ts", functionOf(71)), [
    "2 note long() has 71 lines (better under 70); is it two ideas?",
  ]);
});

Deno.test("checkSizes() refuses those far out", () => {
  assertEquals(findingsOf("kernel/a.ts", lines(601)), [
    "1 refused the file has 601 lines (at most 600); is it two ideas?",
  ]);
  assertEquals(findingsOf("kernel/a.ts", functionOf(121)), [
    "2 refused long() has 121 lines (at most 120); is it two ideas?",
  ]);
});

Deno.test("checkSizes() only notes a long file of tests", () => {
  assertEquals(findingsOf("kernel/a_test.ts", functionOf(700)).map((line) => line.slice(0, 6)), ["1 note"]);
});
