/** Tests of the table of calls. */
import { assertEquals } from "@std/assert";
import { kernelCalls } from "./table.ts";

Deno.test("every call has its own name and its own number among the kernel's", () => {
  const names = kernelCalls.map(({ name }) => name);
  const ids = kernelCalls.map(({ id }) => id);
  assertEquals([new Set(names).size, new Set(ids).size], [names.length, ids.length]);
  assertEquals(ids.filter((id) => id < 16 || id > 95), []);
});

Deno.test("every call says in one sentence what it does", () => {
  for (const { doc } of kernelCalls) assertEquals(/^[A-Z][^.]*\.$/.test(doc), true, doc);
});
