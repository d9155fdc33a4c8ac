/** Tests of the list of pages that went. */
import { assertEquals } from "@std/assert";
import { Random } from "../../testing/random.ts";
import { GhostList } from "./ghost_list.ts";

Deno.test("push() forgets the oldest page when there is one too many", () => {
  const ghosts = new GhostList(2);
  ghosts.push(10, 1);
  ghosts.push(2 ** 51 + 1, 2);
  ghosts.push(30, 3);
  assertEquals([ghosts.has(10), ghosts.has(2 ** 51 + 1), ghosts.stampOf(30)], [false, true, 3]);
  assertEquals([ghosts.size, ghosts.stampOf(10)], [2, undefined]);
});

Deno.test("a list of no capacity remembers nothing", () => {
  const ghosts = new GhostList(0);
  ghosts.push(1);
  ghosts.removeOldest();
  assertEquals([ghosts.has(1), ghosts.size, ghosts.remove(1)], [false, 0, false]);
});

Deno.test("ghosts are what an array of pages remembers, whatever is done to them", () => {
  const random = new Random(8);
  const ghosts = new GhostList(12);
  const pages: number[] = [];
  for (let step = 0; step < 30_000; step++) {
    const page = random.below(24) * (random.chance(1, 2) ? 1 : 2 ** 32);
    const at = pages.indexOf(page);
    assertEquals(ghosts.has(page), at >= 0);
    if (random.chance(1, 4)) {
      assertEquals(ghosts.remove(page), at >= 0);
      if (at >= 0) pages.splice(at, 1);
    } else if (random.chance(1, 10)) {
      ghosts.removeOldest();
      pages.shift();
    } else {
      ghosts.push(page, step);
      if (at >= 0) pages.splice(at, 1);
      pages.push(page);
      if (pages.length > 12) pages.shift();
    }
    assertEquals(ghosts.size, pages.length);
  }
});
