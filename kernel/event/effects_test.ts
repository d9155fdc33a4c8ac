/** Tests of the table of effects. */
import { assertEquals } from "@std/assert";
import { kernelEffects } from "./effects.ts";

Deno.test("every kind has its own number among the kernel's", () => {
  const ids = Object.values(kernelEffects).map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids.filter((id) => id < 1 || id > 63), []);
});

Deno.test("every kind says what it changes", () => {
  for (const [kind, { doc }] of Object.entries(kernelEffects)) {
    assertEquals(/^[A-Za-z].*\.$/s.test(doc), true, kind);
  }
});
