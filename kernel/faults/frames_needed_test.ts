/** Tests of how many frames a fault needs. */
import { assert, assertEquals } from "@std/assert";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { FS_EXT4, FS_TMPFS } from "../state/inode.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { Random } from "../testing/random.ts";
import { framesNeeded } from "./frames_needed.ts";

function needed(given: MachineFixture, page: number, how: "r" | "w"): number {
  return framesNeeded(given.state, given.space, page, how === "w");
}

Deno.test("anonymous memory needs a frame for its first write only", () => {
  const given = givenProcess();
  given.map(100, 4);
  assertEquals([needed(given, 100, "r"), needed(given, 100, "w")], [0, 1]);
  given.touch(100, "r");
  assertEquals([needed(given, 100, "r"), needed(given, 100, "w")], [0, 1]);
  given.touch(100, "w");
  assertEquals([needed(given, 100, "r"), needed(given, 100, "w"), needed(given, 50, "w")], [0, 0, 0]);
});

Deno.test("after a fork a write needs a frame while the page is shared", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  const child = given.fork();
  assertEquals(needed(given, 100, "w"), 1);
  given.as(child, () => given.touch(100, "w"));
  assertEquals(needed(given, 100, "w"), 0);
});

Deno.test("a page of a file needs a frame when it is not cached, and another for a private copy", () => {
  const given = givenProcess();
  for (const fileSystem of [FS_TMPFS, FS_EXT4]) {
    const fd = given.openFile({ fileSystem, pageCount: 2 });
    given.map(100, 3, { fd, flags: MAP.SHARED });
    given.map(200, 3, { fd });
    assertEquals([needed(given, 100, "w"), needed(given, 200, "r"), needed(given, 200, "w")], [1, 1, 2]);
    given.touch(100, "w");
    assertEquals([needed(given, 200, "r"), needed(given, 200, "w")], [0, 1]);
    assertEquals([needed(given, 102, "w"), needed(given, 202, "w")], [0, 1]);
  }
});

Deno.test("a fault never needs more frames than were told, whatever happened before", () => {
  const random = new Random(6);
  const given = givenProcess({ swapSlotCount: 200 });
  for (let step = 0; step < 2500; step++) act(given, random);
});

/** Something random; of a fault it is seen how many frames it takes. */
function act(given: MachineFixture, random: Random): void {
  const page = 100 + random.below(12);
  const choice = random.below(10);
  if (choice === 0) {
    given.call("madvise", { ...range(page, 3), advice: random.pick([MADV.PAGEOUT, MADV.DONTNEED]) });
  } else if (choice === 1 && given.state.processes.size < 4) given.fork();
  else if (choice === 2) given.map(page, 3, random.chance(1, 2) ? {} : { fd: mappedFile(given, random) });
  else {
    const pids = [...given.state.processes.entries()].map(([pid]) => pid);
    given.as(random.pick(pids), () => {
      const how = random.pick(["r", "w"] as const);
      const told = needed(given, page, how);
      const { usedCount } = given.state.frameMap;
      const faults = given.touch(page, how);
      if (faults.includes(" ")) return;
      assert(
        given.state.frameMap.usedCount - usedCount <= told,
        `${how} of page ${page}: ${told} told, ${faults}`,
      );
    });
  }
}

function mappedFile(given: MachineFixture, random: Random): number {
  const descriptors = [...given.state.process(given.pid).descriptors.entries()];
  return descriptors.length < 3 ? given.openFile({ fileSystem: FS_TMPFS }) : random.pick(descriptors)[0];
}
