/** Tests of the language of histories. */
import { assertEquals } from "@std/assert";
import { numberOf, parseOperation, printOperation, SLOT_COUNT, textOf } from "./operation.ts";

Deno.test("a line is words; an empty text is spelt", () => {
  const line = printOperation(["mkdir", -1, "", "0755"]);
  assertEquals(line, 'mkdir -1 "" 0755');
  assertEquals(parseOperation(line).map(textOf), ["mkdir", "-1", "", "0755"]);
});

Deno.test("numbers are read as strtol reads them", () => {
  assertEquals(["0", "10", "010", "0x10", "-1", "-010", "0777"].map(numberOf), [0, 10, 8, 16, -1, -8, 511]);
  assertEquals([numberOf(undefined), SLOT_COUNT], [0, 8]);
});
