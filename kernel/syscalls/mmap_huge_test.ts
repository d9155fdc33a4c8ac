/** Tests of MAP_HUGETLB: the machine has no huge pages; which errno says so tells what was checked before. */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { MAP, PROT } from "../memory/mmap_flags.ts";
import { type CallResult, givenProcess } from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

const HUGE = MAP.PRIVATE | MAP.ANONYMOUS | MAP.HUGETLB;
const BLOCK_BYTES = 512 * 4096;

const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "a size that there is not", args: { flags: HUGE | (30 << 26), lengthBytes: 0 }, result: "EINVAL" },
  { what: "length 0", args: { lengthBytes: 0 }, result: "EINVAL" },
  {
    what: "a fixed place off a block",
    args: { flags: HUGE | MAP.FIXED, address: addressOf(100) },
    result: "EINVAL",
  },
  { what: "a fixed place at 0", args: { flags: HUGE | MAP.FIXED }, result: "EPERM" },
  {
    what: "MAP_FIXED_NOREPLACE over a mapping",
    args: { flags: HUGE | MAP.FIXED_NOREPLACE, address: addressOf(512) },
    result: "EEXIST",
  },
  { what: "more locked memory than may be", args: { flags: HUGE | MAP.LOCKED }, result: "EAGAIN" },
  { what: "no type of sharing", args: { flags: MAP.ANONYMOUS | MAP.HUGETLB }, result: "EINVAL" },
  { what: "MAP_GROWSDOWN", args: { flags: HUGE | MAP.GROWSDOWN }, result: "EINVAL" },
  { what: "an offset off a block", args: { offset: 4096 }, result: "EINVAL" },
  { what: "everything right", args: {}, result: "ENOMEM" },
  { what: "everything right and the size told", args: { flags: HUGE | (21 << 26) }, result: "ENOMEM" },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`mmap() of huge pages with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.limit("MEMLOCK", 4096);
    given.map(600, 10);
    const usual = { address: 0, lengthBytes: BLOCK_BYTES, prot: PROT.READ, flags: HUGE, fd: -1 };
    assertEquals([given.call("mmap", { ...usual, ...args }), given.vmas()], [result, ["600-610 rw-p"]]);
  });
}

Deno.test("what was in the way of a fixed mapping is gone when there is no huge page", () => {
  const given = givenProcess();
  given.map(600, 10);
  const fixed = { address: addressOf(512), lengthBytes: BLOCK_BYTES, flags: HUGE | MAP.FIXED, fd: -1 };
  assertEquals([given.call("mmap", fixed), given.vmas()], ["ENOMEM", []]);
});
