/** Tests of reclaim: given(little memory).when(somebody needs more).then(reclaim events, who waits, who is killed). */
import { assert, assertEquals } from "@std/assert";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";

const PAGE = 2000;

/** The pages of a mapping, to touch. */
function pages(count: number, first = PAGE): number[] {
  return Array.from({ length: count }, (_, step) => first + step);
}

/** What reclaim did meanwhile: "reclaim 0" in the background, "reclaim 7" for process 7, "oomKill 8 for 7". */
function reclaimsOf(given: MachineFixture, act: () => unknown): string[] {
  return given.eventsOf(act).flatMap(({ kind, process, askedBy }) => {
    if (kind === "reclaim") return [`reclaim ${process}`];
    return kind === "oomKill" ? [`oomKill ${process} for ${askedBy}`] : [];
  });
}

Deno.test("nothing is reclaimed while enough frames are free", () => {
  const given = givenProcess({ swapSlotCount: 64 });
  given.map(PAGE, 100);
  assertEquals(reclaimsOf(given, () => given.touchAll(pages(100), "w")), []);
});

Deno.test("background reclaim begins below the low watermark, and ends at the high one", () => {
  const given = givenProcess({ frameCount: 512, swapSlotCount: 512 });
  const { low, high } = given.machine.config.watermarks;
  given.map(PAGE, 600);
  const { frameMap } = given.state;
  let next = PAGE;
  while (frameMap.freeCount >= low) given.touch(next++, "w");
  assertEquals(reclaimsOf(given, () => given.call("getpid")), ["reclaim 0"]);
  assert(frameMap.freeCount >= high);
});

Deno.test("memory larger than the frames is used through swap, and every page comes back", () => {
  const given = givenProcess({ frameCount: 32, swapSlotCount: 128 });
  given.map(PAGE, 100);
  const reclaims = reclaimsOf(given, () => given.touchAll(pages(100), "w"));
  assert(reclaims.length > 0);
  assertEquals(given.residency(PAGE, 100).replaceAll("a", "s"), "s".repeat(100));
  assertEquals(given.touchAll(pages(3), "r"), ["major", "major", "major"]);
});

Deno.test("a fault waits for direct reclaim where the background left nothing", () => {
  const given = givenProcess({ frameCount: 8, swapSlotCount: 64 });
  assertEquals(given.machine.config.watermarks.high, 0);
  given.map(PAGE, 20);
  const reclaims = reclaimsOf(
    given,
    () => assertEquals(given.touchAll(pages(20), "w"), Array(20).fill("minor")),
  );
  assertEquals(new Set(reclaims), new Set(["reclaim 1"]));
});

Deno.test("a call that needs frames is interrupted for reclaim", () => {
  const given = givenProcess({ frameCount: 8, swapSlotCount: 64 });
  given.map(PAGE, 20);
  given.touchAll(pages(6), "w");
  const events = given.eventsOf(() => given.call("mlock", range(PAGE + 10, 3)));
  const kinds = events.map(({ kind }) => kind);
  assert(kinds.includes("reclaim"), kinds.join(" "));
  assertEquals([kinds[0], kinds.at(-1)], ["mlock", "mlock"]);
  assertEquals([events[0].unfinished, events.at(-1)!.unfinished, events.at(-1)!.resumed], [
    true,
    false,
    true,
  ]);
});

Deno.test("frames are given out down to the last when nothing can be reclaimed (RC3)", () => {
  const given = givenProcess({ frameCount: 256 });
  given.map(PAGE, 300);
  assert(given.machine.config.watermarks.min > 0);
  const results = given.touchAll(pages(256), "w");
  assertEquals([results.indexOf("no memory"), given.state.frameMap.freeCount], [255, 0]);
});

Deno.test("the OOM killer ends another process, and the one that waits goes on (RC4)", () => {
  const given = givenProcess({ frameCount: 64 });
  given.map(PAGE, 100);
  const child = given.fork();
  given.as(child, () => given.touchAll(pages(50), "w"));
  const reclaims = reclaimsOf(given, () => {
    assertEquals(given.touchAll(pages(30), "w").includes("no memory"), false);
  });
  assertEquals(reclaims.filter((text) => text.startsWith("oomKill")), [`oomKill ${child} for 1`]);
  assertEquals(given.state.process(child).state, PROCESS_ZOMBIE);
});

Deno.test("who waits and is the worst itself, dies of its fault", () => {
  const given = givenProcess({ frameCount: 64 });
  given.map(PAGE, 100);
  const child = given.fork();
  const reclaims = reclaimsOf(given, () => {
    const results = given.as(child, () => {
      const results: string[] = [];
      for (let page = PAGE; results.at(-1) !== "no memory"; page++) results.push(given.touch(page, "w"));
      return results;
    });
    assertEquals(results.at(-1), "no memory");
  });
  assertEquals(reclaims.filter((text) => text.startsWith("oomKill")), [`oomKill ${child} for ${child}`]);
});
