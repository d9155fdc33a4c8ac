/** Tests of whom the OOM killer takes. */
import { assertEquals } from "@std/assert";
import { MADV } from "../memory/mmap_flags.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { badnessOf, chooseOomVictim, pointsOf, processesSharing } from "./oom.ts";

const nobody: ReadonlySet<number> = new Set();

Deno.test("badness counts pages in memory, in swap and of page tables; not the zero page", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 8);
  given.map(1_000_000, 1);
  given.touchAll([100, 101, 102], "w");
  given.touchAll([103, 1_000_000], "r");
  given.call("madvise", { ...range(101, 1), advice: MADV.PAGEOUT });
  // Two blocks of 2 MiB, in two blocks of 1 GiB, in one of 512 GiB.
  const badness = { pid: 1, residentPages: 2, swappedPages: 1, tablePages: 5 };
  assertEquals(badnessOf(given.state, 1), badness);
  assertEquals(pointsOf(badness), 8);
});

Deno.test("the worst process goes; init, zombies and those on their way out are spared", () => {
  const given = givenProcess();
  assertEquals(chooseOomVictim(given.state, nobody), undefined);
  given.map(100, 40);
  const children = [given.fork(), given.fork(), given.fork()];
  children.forEach((pid, number) =>
    given.as(
      pid,
      () => given.touchAll(Array.from({ length: 10 * (number + 1) }, (_, page) => 100 + page), "w"),
    )
  );
  assertEquals(chooseOomVictim(given.state, nobody)?.pid, children[2]);
  assertEquals(chooseOomVictim(given.state, new Set([children[2]]))?.pid, children[1]);
  given.as(children[2], () => given.call("exit_group", { status: 0 }));
  assertEquals(chooseOomVictim(given.state, nobody)?.pid, children[1]);
});

Deno.test("among equals the youngest goes", () => {
  const given = givenProcess();
  given.map(100, 4);
  const children = [given.fork(), given.fork()];
  assertEquals(chooseOomVictim(given.state, nobody)?.pid, children[1]);
});

Deno.test("processes that share memory go together", () => {
  const given = givenProcess();
  const CLONE_VM = 0x100;
  const sharing = given.call("clone", { flags: CLONE_VM }) as number;
  const other = given.fork();
  assertEquals(processesSharing(given.state, sharing), [1, sharing]);
  assertEquals(processesSharing(given.state, other), [other]);
});
