/**
 * Tests of the textbook's truths on the whole machine: references to pages of a disk file, mapped, in a memory of a few
 * frames without watermarks. Its faults are those of the policy alone.
 */
import { assertEquals } from "@std/assert";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { ONLINE_POLICY_NAMES, POLICIES, type PolicyName } from "./policies.ts";
import { faultCountOf } from "./policies/testing/reference_run.ts";
import { ANOMALY_STRING, randomRuns, TEXTBOOK_STRING } from "./policies/testing/reference_strings.ts";
import { NO_WATERMARKS } from "./watermarks.ts";

const PAGE = 100;
const PAGE_COUNT = 32;

/** Faults that a machine with so many frames for pages takes. */
function machineFaults(policy: PolicyName, frameCount: number, pages: readonly number[]): number {
  const given = givenProcess({
    frameCount: frameCount + 1,
    policy,
    policySeed: 1,
    watermarks: NO_WATERMARKS,
  });
  const fd = given.openFile({ fileSystem: FS_EXT4, pageCount: PAGE_COUNT });
  given.map(PAGE, PAGE_COUNT, { fd, flags: MAP.SHARED });
  given.call("madvise", { ...range(PAGE, PAGE_COUNT), advice: MADV.RANDOM });
  return given.touchAll(pages.map((page) => PAGE + page), "r").filter((faults) => faults !== "").length;
}

Deno.test("the textbook's string takes 15 faults with fifo and 12 with lru in 3 frames", () => {
  assertEquals([machineFaults("fifo", 3, TEXTBOOK_STRING), machineFaults("lru", 3, TEXTBOOK_STRING)], [
    15,
    12,
  ]);
});

Deno.test("fifo shows Belady's anomaly: 9 faults in 3 frames, 10 in 4", () => {
  assertEquals([machineFaults("fifo", 3, ANOMALY_STRING), machineFaults("fifo", 4, ANOMALY_STRING)], [9, 10]);
});

Deno.test("every policy faults on the machine as often as alone", () => {
  for (const { pages, frameCount } of randomRuns(31, 12)) {
    // The machine notes uses of a page in a row once.
    const changes = pages.filter((page, number) => page !== pages[number - 1]);
    for (const name of ONLINE_POLICY_NAMES) {
      if (name === "2q" || name === "arc") continue;
      const policy = POLICIES[name].make({ frameCount: frameCount + 1, capacity: frameCount, seed: 1 });
      assertEquals(machineFaults(name, frameCount, pages), faultCountOf(policy, frameCount, changes), name);
    }
  }
});
