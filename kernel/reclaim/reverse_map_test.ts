/** Tests of the reverse map. */
import { assertEquals } from "@std/assert";
import { isPresent, isZeroPage, pteFrame } from "../memory/pte.ts";
import { FS_TMPFS } from "../state/inode.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { indexOfFrame, mappingsOf } from "./reverse_map.ts";
import { toldRun } from "./testing/twin_run.ts";

const pagesOf = (given: ReturnType<typeof givenProcess>, page: number) =>
  mappingsOf(given.state, given.frameAt(page)).map(({ vma, page }) => `${vma.space}:${page}`);

Deno.test("an anonymous page is found in every process that has it since a fork, until one copies it", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touch(102, "w");
  const child = given.fork();
  assertEquals(pagesOf(given, 102), ["1:102", "2:102"]);
  given.as(child, () => given.touch(102, "w"));
  assertEquals(pagesOf(given, 102), ["1:102"]);
  assertEquals(indexOfFrame(given.state, given.frameAt(102)), 102);
});

Deno.test("a page of a file is found in every mapping of it", () => {
  const given = givenProcess();
  const fd = given.openFile({ fileSystem: FS_TMPFS });
  given.map(100, 4, { fd, flags: 1 });
  given.map(200, 4, { fd, flags: 1, fileStart: 2 });
  given.touchAll([102, 200], "w");
  assertEquals(pagesOf(given, 200), ["1:102", "1:200"]);
});

Deno.test("every entry of every process is found, whatever was moved, forked, swapped and merged (RM1)", () => {
  for (const seed of [1, 5, 9, 15]) {
    const { machine, run } = toldRun(seed, {
      frameCount: 60,
      swapSlotCount: 500,
      watermarks: { min: 0, low: 2, high: 4 },
    });
    for (let step = 0; step < 300; step++) {
      run.step();
      if (step % 10 === 0) checkEveryEntry(machine.state);
    }
  }
});

function checkEveryEntry(state: Parameters<typeof mappingsOf>[0]): void {
  for (const [id, space] of state.spaces.entries()) {
    for (const vma of space.vmas.items()) {
      for (let page = vma.startPage; page < vma.endPage; page++) {
        const pte = space.pte(page);
        if (!isPresent(pte) || isZeroPage(pte)) continue;
        const found = mappingsOf(state, pteFrame(pte)).some((entry) =>
          entry.vma.space === id && entry.page === page
        );
        assertEquals(found, true, `page ${page} of space ${id}`);
      }
    }
  }
}
