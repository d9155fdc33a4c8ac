/** Tests of mseal(2): given(VMAs).when(sealed).then(errno by precedence, and what the seal forbids from then on). */
import { assertEquals } from "@std/assert";
import { MADV } from "../memory/mmap_flags.ts";
import { type CallResult, givenProcess, range } from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "flags", args: { ...range(300, 0), flags: 1 }, result: "EINVAL" },
  { what: "an address off a page boundary", args: { address: 1, lengthBytes: 0 }, result: "EINVAL" },
  { what: "a length that wraps to 0", args: { ...range(300, 1), lengthBytes: -1 }, result: "EINVAL" },
  { what: "a range that wraps", args: { address: -4096, lengthBytes: 8192 }, result: "EINVAL" },
  { what: "length 0, mapped or not", args: range(300, 0), result: 0 },
  { what: "a hole, sealing nothing", args: range(100, 11), result: "ENOMEM" },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`mseal() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    const effects = given.effectsOf(() => assertEquals(given.call("mseal", args), result));
    assertEquals(effects, []);
  });
}

Deno.test("mseal() splits its part off, and merges with a sealed neighbour; sealing again is fine", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals([given.call("mseal", range(103, 2)), given.vmas()], [
    0,
    ["100-103 rw-p", "103-105 rw-p", "105-110 rw-p"],
  ]);
  assertEquals([given.call("mseal", range(103, 4)), given.vmas()], [
    0,
    ["100-103 rw-p", "103-107 rw-p", "107-110 rw-p"],
  ]);
  assertEquals(given.flagsAt(103), "rd wr mr mw me ac sl");
});

Deno.test("mseal() over several VMAs seals each", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(102, 2, { rights: "r" });
  assertEquals(given.call("mseal", range(100, 4)), 0);
  assertEquals([given.flagsAt(100), given.flagsAt(102)], ["rd wr mr mw me ac sl", "rd mr mw me sl"]);
});

Deno.test("a sealed VMA may be locked, advised and synced, and a child inherits the seal", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("mseal", range(100, 10));
  assertEquals(given.call("mlock", range(102, 2)), 0);
  assertEquals(given.call("madvise", { ...range(105, 2), advice: MADV.DONTDUMP }), 0);
  assertEquals(given.call("msync", range(100, 10)), 0);
  given.pid = given.fork();
  assertEquals(given.call("munmap", range(100, 10)), "EPERM");
});

Deno.test("a new mapping beside a sealed VMA does not join it", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("mseal", range(100, 10));
  given.map(110, 10);
  assertEquals(given.vmas(), ["100-110 rw-p", "110-120 rw-p"]);
});
