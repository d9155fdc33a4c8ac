/** Tests of where registers stand, and of their banks. */
import { assertEquals } from "@std/assert";
import { RegisterLayout } from "./registers.ts";

/** What a piece of source text means, of registers `g` and the place `k` of a bank. */
function valueOf(text: string, g: Float64Array, k: number): number {
  return new Function("g", "k", `return ${text};`)(g, k);
}

Deno.test("a shared register stands in one place, a banked one once for each of 16 banks", () => {
  const layout = new RegisterLayout(["process", "page", "frame", "space"]);
  const g = layout.create();
  assertEquals(layout.length, 1 + 2 + 16 * 2);
  for (let index = 0; index < g.length; index++) g[index] = index;
  const places = (name: string) =>
    [0, 1, 15].map((process) => {
      const bank = valueOf(layout.bankOf(`${process}`), g, 0);
      return valueOf(layout.reference(name), g, bank);
    });
  assertEquals(places("process"), [1, 1, 1]);
  assertEquals(places("frame"), [2, 2, 2]);
  assertEquals(places("page"), [3, 5, 33]);
  assertEquals(places("space"), [4, 6, 34]);
});

Deno.test("processes 16 apart share a bank, however large their numbers", () => {
  const layout = new RegisterLayout(["page"]);
  const g = layout.create();
  const bankOf = (process: number) => valueOf(layout.bankOf(`${process}`), g, 0);
  assertEquals(bankOf(17), bankOf(1));
  assertEquals(bankOf(2 ** 40 + 1), bankOf(1));
});

Deno.test("a block starts in bank 0, with all registers 0", () => {
  const layout = new RegisterLayout(["page"]);
  const registers = layout.create();
  assertEquals(valueOf(layout.bankInUse(), registers, 0), valueOf(layout.bankOf("0"), registers, 0));
  const fresh = [...registers];
  registers.fill(9);
  layout.reset(registers);
  assertEquals([...registers], fresh);
});
