/** Tests of red zones. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { firstDamaged, pagesOf, redZonesOf, ZONE_BEFORE, ZONE_BEHIND } from "./red_zones.ts";

const zones = (block: number, sizeBytes: number) =>
  redZonesOf({ block, sizeBytes }).map(({ start, end, isBehind }) => [start, end, isBehind]);

Deno.test("a block has 64 bytes before it as far as its page reaches, and the rest of its last page", () => {
  assertEquals(zones(0x1ff0, 10), [[0x1ffa, 0x2000, true], [0x1fb0, 0x1ff0, false]]);
  assertEquals(zones(0x1000, 4096), []);
  assertEquals(zones(0x1010, 4080), [[0x1000, 0x1010, false]]);
  assertEquals(zones(0x1ff0, 0), [[0x1ff0, 0x2000, true], [0x1fb0, 0x1ff0, false]]);
  assertEquals(pagesOf({ block: 0x1ff0, sizeBytes: 17 }), { start: 0x1000, end: 0x3000 });
});

Deno.test("the first byte that was written over is found, wherever in a word it is", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  const zone = { start: base + 5, end: base + 23, fill: ZONE_BEHIND, isBehind: true };
  space.fill(base, 64, ZONE_BEHIND);
  const find = () => firstDamaged(zone, (address) => space.load32(address));
  assertEquals([find(), firstDamaged({ ...zone, fill: ZONE_BEFORE }, (at) => space.load32(at))], [
    undefined,
    base + 5,
  ]);
  space.store8(base + 23, 0);
  space.store8(base + 4, 0);
  assertEquals(find(), undefined);
  for (const offset of [22, 21, 9, 5]) {
    space.store8(base + offset, 0);
    assertEquals(find(), base + offset);
  }
});
