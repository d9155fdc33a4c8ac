/** Tests of /proc/swaps' text. */
import { assertEquals } from "@std/assert";
import { smallProcess } from "./testing/small_process.ts";
import { swapsText } from "./swaps.ts";

const HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

Deno.test("a machine without swap has the header alone", () => {
  assertEquals(swapsText(smallProcess().state, 0), HEADER);
});

Deno.test("the area follows, its numbers in kilobytes and in columns of tabs", () => {
  const { state } = smallProcess();
  const name = "/dev/vdb" + " ".repeat(32);
  assertEquals(swapsText(state, 256), `${HEADER}${name}partition\t1024\t\t0\t\t-2\n`);
  assertEquals(swapsText(state, 2 ** 22), `${HEADER}${name}partition\t16777216\t0\t\t-2\n`);
});
