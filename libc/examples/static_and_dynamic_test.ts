/** Test of the program static_and_dynamic. */
import { assertEquals } from "@std/assert";
import { observeProgram } from "../testing/observe_program.ts";
import { staticAndDynamic } from "./static_and_dynamic.ts";

Deno.test("static_and_dynamic: text, rodata, data, bss, heap, mappings and stack, from low to high", () => {
  const { lines } = observeProgram(staticAndDynamic);
  const addresses = lines.map((line) => Number(line.match(/0x[0-9a-f]+/)![0]));
  assertEquals(addresses, [...addresses].sort((left, right) => left - right));
  assertEquals(addresses[0], 0x555555555080, "a PIE without randomization");
  assertEquals(lines[2].endsWith('"hello"'), true);
  assertEquals([lines[3].endsWith("  42"), lines[5].endsWith("  0")], [true, true]);
  const heapStart = addresses[7];
  assertEquals(
    [heapStart % 4096, heapStart - addresses[6] < 4096],
    [0, true],
    "the heap starts on the page after bss",
  );
  assertEquals(addresses.at(-1)! > 0x7ffffffde000, true, "the stack is at the top");
});
