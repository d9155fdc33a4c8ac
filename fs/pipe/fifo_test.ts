/** Tests of opening FIFOs, as Linux 6.18 answers. */
import { assertEquals } from "@std/assert";
import { BLOCKED, ENXIO, FILE_FIFO, FS_TMPFS, OPEN } from "@palimpsest/kernel";
import { fsFixture } from "../testing/fs_fixture.ts";
import { fifoOperations } from "./fifo.ts";
import { pipesOf } from "./pipes.ts";

/** A FIFO, and what asking to open it says; `begun` stands for the progress of an open that waited. */
function givenFifo() {
  const fixture = fsFixture();
  const inode = { fileKind: FILE_FIFO, fileSystem: FS_TMPFS, sizeBytes: 0, mode: 0o644, links: 1, name: "f" };
  fixture.setup([{ kind: "inodeNew", inode: 1, unknownStorage: false, ...inode }]);
  let progress = 0;
  let isOver: (() => boolean) | undefined;
  let abandon: (() => void) | undefined;
  const open = (flags: number, begun = 0) =>
    fixture.during((tx) => {
      tx.progress = begun;
      const result = fifoOperations.open!(tx, tx.state.inode(1), flags);
      progress = tx.progress;
      const { wanted } = tx;
      isOver = () => wanted!.isOver(fixture.state);
      abandon = () => fixture.during((later) => void wanted!.abandon!(later, -4));
      return result;
    });
  const counts = () => {
    const { readers, writers } = pipesOf(fixture.state).get(1);
    return [readers, writers];
  };
  const wait = () => ({ progress, isOver: isOver!(), abandon: abandon! });
  return { fixture, open, counts, wait };
}

Deno.test("with O_NONBLOCK a reader need not wait, and a writer needs a reader", () => {
  const { open, counts } = givenFifo();
  assertEquals([open(OPEN.WRONLY | OPEN.NONBLOCK), counts()], [-ENXIO, [0, 0]]);
  assertEquals([open(OPEN.RDONLY | OPEN.NONBLOCK), counts()], [0, [1, 0]]);
  assertEquals([open(OPEN.WRONLY | OPEN.NONBLOCK), counts()], [0, [1, 1]]);
});

Deno.test("who opens for both never waits", () => {
  const { open, counts } = givenFifo();
  assertEquals([open(OPEN.RDWR), counts()], [0, [1, 1]]);
});

Deno.test("a reader waits for a writer, and counts while it waits: the writer does not wait", () => {
  const { open, counts, wait } = givenFifo();
  assertEquals([open(OPEN.RDONLY), counts()], [BLOCKED, [1, 0]]);
  const waiting = wait();
  assertEquals(waiting.isOver, false);
  assertEquals(open(OPEN.RDONLY, waiting.progress), BLOCKED);
  assertEquals([open(OPEN.WRONLY), open(OPEN.RDONLY, waiting.progress), counts()], [0, 0, [1, 1]]);
});

Deno.test("that the partner is gone again does not matter: it came", () => {
  const { fixture, open, wait } = givenFifo();
  open(OPEN.WRONLY);
  const waiting = wait();
  open(OPEN.RDONLY);
  fixture.setup([{ kind: "pipeOpen", inode: 1, readers: 0, writers: 1 }]);
  assertEquals(open(OPEN.WRONLY, waiting.progress), 0);
});

Deno.test("a signal takes back that the FIFO is open", () => {
  const { open, counts, wait } = givenFifo();
  open(OPEN.WRONLY);
  wait().abandon();
  assertEquals(counts(), [0, 0]);
});
