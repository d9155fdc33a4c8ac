/** The memory of a timeline, as it is asked for. */
import { assertEquals } from "@std/assert";
import { budgetBytesOf, memoryOption } from "./memory_option.ts";

Deno.test("memory is told in MiB; 256 of them unless told otherwise", () => {
  assertEquals(budgetBytesOf({ memory: memoryOption.default }), 2 ** 28);
});
