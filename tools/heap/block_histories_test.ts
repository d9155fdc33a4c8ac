/** Tests of the lives of blocks. */
import { assertEquals } from "@std/assert";
import type { AnyEvent } from "@palimpsest/kernel";
import { BlockHistories } from "./block_histories.ts";

/** Histories that took events in, numbered from 1. */
function after(...events: Record<string, unknown>[]): BlockHistories {
  const histories = new BlockHistories();
  events.forEach((event, index) =>
    histories.take(index + 1, { process: 1, site: "", ...event } as unknown as AnyEvent)
  );
  return histories;
}

const malloc = { kind: "malloc", block: 1, sizeBytes: 10, address: 0x10 };

Deno.test("a block's life begins with its malloc and ends with its free", () => {
  const life = after(malloc, { kind: "free", block: 1, address: 0x10 }).lifeOf(1, 0x10);
  assertEquals([life?.allocated.event, life?.freed?.event, life?.sizeBytes], [1, 2, 10]);
  assertEquals(after(malloc).lifeOf(1, 0x20), undefined);
  const failed = after({ ...malloc, address: 0 }).lifeOf(1, 0);
  assertEquals(failed, undefined);
});

Deno.test("realloc() ends the old block and begins the new one, unless it stays where it is", () => {
  const realloc = { kind: "realloc", block: 1, from: 0x10, sizeBytes: 99 };
  const moved = after(malloc, { ...realloc, address: 0x80 });
  assertEquals([moved.lifeOf(1, 0x10)?.freed?.kind, moved.lifeOf(1, 0x80)?.sizeBytes], ["realloc", 99]);
  const stayed = after(malloc, { ...realloc, address: 0x10 }).lifeOf(1, 0x10);
  assertEquals([stayed?.allocated.event, stayed?.freed], [2, undefined]);
});

Deno.test("a child begins with its parent's blocks, and goes on alone", () => {
  const histories = after(malloc, { kind: "fork", result: 2 }, {
    kind: "free",
    process: 2,
    block: 1,
    address: 0x10,
  });
  assertEquals([histories.lifeOf(1, 0x10)?.freed, histories.lifeOf(2, 0x10)?.freed?.event], [undefined, 3]);
  assertEquals(histories.lineageOf(2), [{ process: 2, from: 2 }, { process: 1, from: 0 }]);
});

Deno.test("execve() forgets the blocks", () => {
  assertEquals(after(malloc, { kind: "execve", result: 0 }).lifeOf(1, 0x10), undefined);
  assertEquals(after(malloc, { kind: "execve", result: -2 }).lifeOf(1, 0x10)?.block, 1);
});
