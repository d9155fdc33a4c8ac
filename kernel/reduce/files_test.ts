/** Tests of the reducers of open files, descriptors and inodes: references, the lowest free descriptor, and the digest. */
import { assertEquals, assertThrows } from "@std/assert";
import type { KernelEffect } from "../event/effects.ts";
import { FILE_REGULAR, FS_EXT4 } from "../state/inode.ts";
import { NO_READAHEAD, OPEN } from "../state/open_file.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

const inode: KernelEffect = {
  kind: "inodeNew",
  inode: 1,
  fileKind: FILE_REGULAR,
  fileSystem: FS_EXT4,
  sizeBytes: 10_000,
  mode: 0o644,
  links: 1,
  unknownStorage: true,
  name: "/a",
};
const file: KernelEffect = { kind: "fileNew", file: 1, inode: 1, flags: OPEN.RDWR };
const put = (descriptor: number, closeOnExec = false): KernelEffect => ({
  kind: "descriptorPut",
  process: 1,
  descriptor,
  file: 1,
  closeOnExec,
});
const remove = (descriptor: number): KernelEffect => ({ kind: "descriptorRemove", process: 1, descriptor });

/** A process with an open file, and no descriptor of it but 5. */
function givenOpen() {
  const given = givenProcess();
  given.apply(inode, file, put(5));
  return given;
}

Deno.test("an inode comes and goes", () => {
  const given = givenProcess();
  checkUndo(given, [inode], [{ kind: "inodeRemove", inode: 1 }]);
  assertEquals(given.state.counters.inode, 1);
});

Deno.test("an open file comes with its descriptor and goes without", () => {
  const given = givenProcess();
  given.apply(inode);
  checkUndo(given, [file, put(0)], [remove(0), { kind: "fileRemove", file: 1 }]);
  assertEquals(given.state.inode(1).openCount, 0);
});

Deno.test("an open file is not removed while something names it, nor an inode while it is open", () => {
  assertThrows(
    () => givenOpen().apply({ kind: "fileRemove", file: 1 }),
    Error,
    "open file 1 is removed with 1 references",
  );
  assertThrows(
    () => givenOpen().apply({ kind: "inodeRemove", inode: 1 }),
    Error,
    "inode 1 is removed with 1 open files",
  );
});

Deno.test("the hint for the lowest free descriptor never passes a free one", () => {
  const given = givenOpen();
  const hint = () => given.state.process(1).lowestFreeDescriptor;
  given.apply(put(0), put(1), put(3));
  assertEquals(hint(), 2);
  given.apply(remove(0));
  assertEquals(hint(), 0);
});

Deno.test("a descriptor that is replaced lets go of what it named", () => {
  const given = givenOpen();
  given.apply({ ...file, file: 2 } as KernelEffect, { ...put(6), file: 2 } as KernelEffect);
  given.apply({ ...put(5), file: 2 } as KernelEffect, { kind: "fileRemove", file: 1 });
  assertEquals([given.state.file(2).references, given.state.files.size], [2, 1]);
});

Deno.test("close-on-exec is the descriptor's, not the file's", () => {
  const given = givenOpen();
  checkUndo(given, [put(5, true)], [put(5)]);
  assertEquals(given.state.file(1).references, 1);
});

Deno.test("only an open descriptor can be closed", () => {
  assertThrows(() => givenOpen().apply(remove(4)), Error, "descriptor 4 of process 1 is not open");
});

const CHANGES: readonly { what: string; done: KernelEffect; undone: KernelEffect }[] = [
  {
    what: "position",
    done: { kind: "filePosition", file: 1, position: 2 ** 40 },
    undone: { kind: "filePosition", file: 1, position: 0 },
  },
  {
    what: "flags",
    done: { kind: "fileFlags", file: 1, flags: OPEN.RDWR | OPEN.APPEND },
    undone: { kind: "fileFlags", file: 1, flags: OPEN.RDWR },
  },
  {
    what: "readahead",
    done: { kind: "fileReadahead", file: 1, start: 1, size: 2, asyncSize: 3, order: 4, previousPosition: 5 },
    undone: { kind: "fileReadahead", file: 1, ...NO_READAHEAD },
  },
  {
    what: "size",
    done: { kind: "inodeSize", inode: 1, sizeBytes: 2 ** 40 },
    undone: { kind: "inodeSize", inode: 1, sizeBytes: 10_000 },
  },
  {
    what: "number of names",
    done: { kind: "inodeLinks", inode: 1, links: 7 },
    undone: { kind: "inodeLinks", inode: 1, links: 1 },
  },
];

for (const { what, done, undone } of CHANGES) {
  Deno.test(`a file's ${what} changes, and back`, () => {
    checkUndo(givenOpen(), [done], [undone]);
  });
}

Deno.test("what was cut off a file that existed before is not unknown again when it grows", () => {
  const given = givenOpen();
  given.apply({ kind: "inodeSize", inode: 1, sizeBytes: 4097 });
  given.apply({ kind: "inodeSize", inode: 1, sizeBytes: 100_000 });
  assertEquals(given.state.inode(1).unknownPages, 2);
});
