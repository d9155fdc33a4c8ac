/** Tests of the reducers of pipes. */
import { assertEquals, assertThrows } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";
import { pipesOf } from "./pipes.ts";

Deno.test("slots are filled, joined and read in order; opens are counted", () => {
  const fixture = fsFixture();
  const before = fixture.state.digest.toHex();
  fixture.setup([
    { kind: "pipeOpen", inode: 7, readers: 1, writers: 1 },
    { kind: "pipeFill", inode: 7, slot: 0, end: 10, isPacket: false },
    { kind: "pipeFill", inode: 7, slot: 0, end: 30, isPacket: false },
    { kind: "pipeFill", inode: 7, slot: 1, end: 4096, isPacket: false },
    { kind: "pipeTake", inode: 7, slot: 1, start: 6 },
    { kind: "pipeOpen", inode: 7, readers: 3, writers: 0 },
  ]);
  assertEquals(pipesOf(fixture.state).get(7), {
    readers: 3,
    writers: 0,
    readerOpens: 3,
    writerOpens: 1,
    tail: 1,
    start: 6,
    slots: [{ end: 4096, isPacket: false }],
  });
  fixture.setup([{ kind: "pipeOpen", inode: 7, readers: 0, writers: 0 }]);
  assertEquals(fixture.state.digest.toHex(), before);
});

Deno.test("a slot that does not follow means a corrupt log", () => {
  const fixture = fsFixture();
  const open = { kind: "pipeOpen", inode: 7, readers: 1, writers: 1 };
  const fill = { kind: "pipeFill", inode: 7, slot: 1, end: 10, isPacket: false };
  assertThrows(() => fixture.setup([open, fill]), Error, "slot 1 is filled");
});

Deno.test("what is not there cannot be read", () => {
  const take = { kind: "pipeTake", inode: 7, slot: 1, start: 0 };
  assertThrows(() => fsFixture().setup([take]), Error, "slot 1 is the first");
});
