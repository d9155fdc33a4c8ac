/** Tests of whom the OOM killer takes. */
import { assertEquals } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import { MADV } from "../memory/mmap_flags.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { badnessOf, chooseOomVictim, pointsOf, processesSharing } from "./oom.ts";

const nobody: ReadonlySet<number> = new Set();
/** Pages of RAM and of swap. */
const TOTAL = 2000;

Deno.test("badness counts pages in memory, in swap and of page tables; not the zero page", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 8);
  given.map(1_000_000, 1);
  given.touchAll([100, 101, 102], "w");
  given.touchAll([103, 1_000_000], "r");
  given.call("madvise", { ...range(101, 1), advice: MADV.PAGEOUT });
  // Two blocks of 2 MiB, in two blocks of 1 GiB, in one of 512 GiB.
  const badness = { pid: 1, residentPages: 2, swappedPages: 1, tablePages: 5, adjustment: 0 };
  assertEquals(badnessOf(given.state, 1), badness);
  assertEquals(pointsOf(badness, TOTAL), 8);
});

Deno.test("the worst process goes; init, zombies and those on their way out are spared", () => {
  const given = givenProcess();
  assertEquals(chooseOomVictim(given.state, nobody, TOTAL), undefined);
  given.map(100, 40);
  const children = [given.fork(), given.fork(), given.fork()];
  children.forEach((pid, number) =>
    given.as(
      pid,
      () => given.touchAll(Array.from({ length: 10 * (number + 1) }, (_, page) => 100 + page), "w"),
    )
  );
  assertEquals(chooseOomVictim(given.state, nobody, TOTAL)?.pid, children[2]);
  assertEquals(chooseOomVictim(given.state, new Set([children[2]]), TOTAL)?.pid, children[1]);
  given.as(children[2], () => given.call("exit_group", { status: 0 }));
  assertEquals(chooseOomVictim(given.state, nobody, TOTAL)?.pid, children[1]);
});

Deno.test("among equals the youngest goes", () => {
  const given = givenProcess();
  given.map(100, 4);
  const children = [given.fork(), given.fork()];
  assertEquals(chooseOomVictim(given.state, nobody, TOTAL)?.pid, children[1]);
});

Deno.test("processes that share memory go together", () => {
  const given = givenProcess();
  const CLONE_VM = 0x100;
  const sharing = given.call("clone", { flags: CLONE_VM }) as number;
  const other = given.fork();
  assertEquals(processesSharing(given.state, sharing), [1, sharing]);
  assertEquals(processesSharing(given.state, other), [other]);
});

Deno.test("oom_score_adj moves the choice by thousandths of all pages, children inherit it, and -1000 is never taken", () => {
  const given = givenProcess();
  given.map(100, 40);
  const children = [given.fork(), given.fork()];
  given.as(children[0], () => given.touchAll([100, 101, 102, 103], "w"));
  const adjust = (pid: number, value: number) =>
    given.setUp((tx) => tx.emit({ kind: "processOomScore", process: pid, biased: value + 1000 }));
  const victim = () => chooseOomVictim(given.state, nobody, TOTAL)?.pid;
  assertEquals(victim(), children[0]);
  adjust(children[1], 5); // 5 thousandths of 2,000 pages
  assertEquals(victim(), children[1]);
  const grandchild = given.as(children[1], () => given.fork());
  assertEquals(given.state.process(grandchild).oomScoreAdjustment, 5);
  adjust(children[1], -1000);
  adjust(grandchild, -1000);
  assertEquals(victim(), children[0]);
  checkState(given.state);
});
