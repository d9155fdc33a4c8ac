/** Tests of choosing frames. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import type { Transaction } from "../transaction.ts";
import { allocateFrame, allocateRun, NO_FRAME } from "./frame_allocation.ts";

/** Runs `look` within an event of a machine of 8 frames, of which `used` pages are cached from frame 1 on. */
function withFrames(used: number, look: (tx: Transaction) => void): void {
  const fixture = new FileFixture([], 8);
  const fd = fixture.openFile();
  if (used > 0) fixture.write(fd, new Uint8Array(used * 4096));
  fixture.during(look);
}

Deno.test("the lowest free frame is chosen, and the zero page never", () => {
  withFrames(0, (tx) => assertEquals(allocateFrame(tx), 1));
  withFrames(3, (tx) => assertEquals(allocateFrame(tx), 4));
});

Deno.test("the frame behind a near one is chosen when it is free", () => {
  withFrames(
    2,
    (tx) => assertEquals([allocateFrame(tx, 5), allocateFrame(tx, 1), allocateFrame(tx, 7)], [6, 3, 3]),
  );
});

Deno.test("allocateRun() gives as many frames in a row as there are", () => {
  withFrames(2, (tx) => assertEquals(allocateRun(tx, 3), { frame: 3, count: 3 }));
  withFrames(2, (tx) => assertEquals(allocateRun(tx, 30), { frame: 3, count: 5 }));
});

Deno.test("full memory has no frame", () => {
  withFrames(7, (tx) => {
    assertEquals(allocateFrame(tx), NO_FRAME);
    assertEquals(allocateRun(tx, 2), { frame: NO_FRAME, count: 0 });
  });
});
