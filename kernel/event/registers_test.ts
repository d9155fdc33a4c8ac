/** Tests of where registers stand, of their banks, and of what they hold. */
import { assertEquals } from "@std/assert";
import { copyRegisters, declareRegisters, RegisterLayout, type Registers } from "./registers.ts";

/** What a piece of source text means, of registers and the place `k` of a bank. */
function valueOf(text: string, registers: Registers, k: number): number {
  return new Function("y", "k", `${declareRegisters("y")} return ${text};`)(registers, k);
}

Deno.test("a shared register stands in one place, a banked one once for each of 16 banks", () => {
  const layout = new RegisterLayout(["process", "page", "frame", "space", "index"]);
  const registers = layout.create();
  assertEquals(layout.length, 1 + 2 + 16 * 2);
  for (let index = 0; index < layout.length; index++) {
    registers.small[index] = index;
    registers.wide[index] = -index;
  }
  const places = (name: string) =>
    [0, 1, 15].map((process) => {
      const bank = valueOf(layout.bankOf(`${process}`), registers, 0);
      return valueOf(layout.reference(name), registers, bank);
    });
  assertEquals(places("process"), [1, 1, 1]);
  assertEquals(places("frame"), [2, 2, 2]);
  assertEquals(places("space"), [3, 5, 33]);
  assertEquals(places("page"), [-3, -5, -33], "wide registers stand in an array of their own");
  assertEquals(places("index"), [-4, -6, -34]);
});

Deno.test("small and wide registers give back the numbers that they were given, the greatest too", () => {
  const layout = new RegisterLayout(["frame", "page"]);
  const registers = layout.create();
  for (
    const [name, numbers] of Object.entries({ frame: [7, 2 ** 31 - 1], page: [7, 2 ** 53 - 1, -(2 ** 51)] })
  ) {
    for (const number of numbers) {
      const text = `(() => { ${layout.assign(name, `${number}`)} return ${layout.read(name)}; })()`;
      assertEquals(valueOf(text, registers, 3), number);
    }
  }
});

Deno.test("processes 16 apart share a bank, however large their numbers", () => {
  const layout = new RegisterLayout(["page"]);
  const registers = layout.create();
  const bankOf = (process: number) => valueOf(layout.bankOf(`${process}`), registers, 0);
  assertEquals(bankOf(17), bankOf(1));
  assertEquals(bankOf(2 ** 30 + 1), bankOf(1));
});

Deno.test("a block starts in bank 0, with all registers 0", () => {
  const layout = new RegisterLayout(["page"]);
  const registers = layout.create();
  assertEquals(valueOf(layout.bankInUse(), registers, 0), valueOf(layout.bankOf("0"), registers, 0));
  const fresh = copyRegisters(registers);
  registers.small.fill(9);
  registers.wide.fill(9);
  assertEquals(fresh, layout.create(), "a copy is one");
  layout.reset(registers);
  assertEquals(registers, fresh);
});
