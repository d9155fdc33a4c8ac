/** Tests of the kernel's kinds of events: their ids and their names. */
import { assertEquals } from "@std/assert";
import { FAULT_OUTCOME, kernelEvents } from "./events.ts";

Deno.test("the kernel's own events keep to ids below those of calls", () => {
  const ids = Object.values(kernelEvents).map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids.every((id) => id < 16), true);
});

Deno.test("fault outcomes are distinct", () => {
  assertEquals(new Set(Object.values(FAULT_OUTCOME)).size, Object.keys(FAULT_OUTCOME).length);
});
