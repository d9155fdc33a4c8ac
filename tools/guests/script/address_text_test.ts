/** Addresses of every area are printed and read back (AT1). */
import { assertEquals } from "@std/assert";
import { areasOf, parseAddress, printAddress } from "./address_text.ts";

const areas = areasOf({
  A: "0x200000000000",
  B: "0x100000000000",
  T: "0x7ffff7ff7000",
  task_size: "0x7ffffffff000",
});

const cases: [bigint, string][] = [
  [0n, "0x0"],
  [0xfffffffffffn, "0xfffffffffff"],
  [0x100000000000n, "B+0x0"],
  [0x1fffffffffffn, "B+0xfffffffffff"],
  [0x200000000000n, "A+0x0"],
  [0x2fffffffffffn, "A+0xfffffffffff"],
  [0x300000000000n, "T-0x4ffff7ff7000"],
  [0x7ffff7ff6fffn, "T-0x1"],
  [0x7ffff7ff7000n, "T+0x0"],
  [0x7fffffffefffn, "T+0x8007fff"],
  [0x7ffffffff000n, "0x7ffffffff000"],
  [0xffff800000000000n, "0xffff800000000000"],
];

Deno.test("an address is printed relative to the area it lies in", () => {
  for (const [address, text] of cases) assertEquals(printAddress(address, areas), text);
  assertEquals(printAddress(-1n, areas), "0xffffffffffffffff");
  assertEquals(printAddress(0x200000001000, areas), "A+0x1000");
});

Deno.test("reading a printed address gives it back", () => {
  for (const [address, text] of cases) assertEquals(parseAddress(text, areas), address);
  assertEquals(parseAddress("p1", areas), undefined);
  assertEquals(parseAddress("A+12", areas), undefined);
});
