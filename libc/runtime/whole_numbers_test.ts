/** Tests of refusing numbers that no machine has. */
import { assertEquals, assertThrows } from "@std/assert";
import { runMain } from "../testing/run_main.ts";
import { requireAddress, requireWholeArguments } from "./whole_numbers.ts";

Deno.test("addresses are whole numbers", () => {
  requireAddress(0);
  requireAddress(-8);
  requireAddress(2 ** 63);
  for (const odd of [NaN, 1.5, Infinity, undefined as unknown as number]) {
    assertThrows(() => requireAddress(odd), RangeError, `and ${odd} is none`);
  }
});

Deno.test("arguments are whole numbers; texts are not looked at", () => {
  requireWholeArguments("open", { path: "a", flags: 0 });
  assertThrows(
    () => requireWholeArguments("read", { fd: 3, count: NaN }),
    RangeError,
    "read(): count is NaN",
  );
});

Deno.test("a program that stores at NaN, or between bytes, calls with NaN or ends with a text is told so", () => {
  const complaints: [complaint: string, main: Parameters<typeof runMain>[0]][] = [
    ["RangeError: an address is a whole number, and NaN is none", function* (c) {
      yield* c.puts(`${c.storeInt(NaN, 1)}`);
    }],
    ["RangeError: an address is a whole number, and 1.5 is none", function* (c) {
      yield* c.puts(`${c.loadByte(1.5)}`);
    }],
    ["RangeError: read(): lengthBytes is NaN", function* (c) {
      yield* c.read(0, c.malloc(8), NaN);
    }],
    ["RangeError: munmap(): lengthBytes is 9223372036854776000", function* (c) {
      yield* c.puts(`${c.munmap(0, 2 ** 63)}`);
    }],
    ["RangeError: exit_group(): status is NaN", function* (c) {
      yield* c.puts("so far");
      return "abc" as unknown as number;
    }],
  ];
  for (const [complaint, main] of complaints) {
    const { stop } = runMain(main);
    assertEquals(stop?.message.includes(complaint), true, stop?.message);
  }
});
