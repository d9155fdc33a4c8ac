/** Tests of descriptors and what they keep alive. */
import { assertEquals } from "@std/assert";
import { EBADF, EMFILE } from "../errno.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import {
  anyFileAt,
  closeAll,
  closeDescriptor,
  closeOnExec,
  copyDescriptors,
  fileAt,
  freeDescriptor,
  installDescriptor,
  releaseFile,
} from "./descriptors.ts";

const open = (fixture: FileFixture) =>
  [...fixture.state.process(1).descriptors.entries()].map(([number]) => number);

Deno.test("a new descriptor is the lowest free one, from a number on where that is asked for", () => {
  const fixture = new FileFixture();
  for (let count = 0; count < 4; count++) fixture.openFile();
  fixture.call("close", { fd: 1 });
  const file = fixture.fileOf(0);
  assertEquals(fixture.during((tx) => installDescriptor(tx, file, false)), 1);
  assertEquals(fixture.during((tx) => installDescriptor(tx, file, false, 10)), 10);
  assertEquals(fixture.during((tx) => installDescriptor(tx, file, false)), 4);
});

Deno.test("RLIMIT_NOFILE bounds descriptors", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.NOFILE, soft: 2, hard: 2 }]);
  assertEquals(freeDescriptor(fixture.state.process(1)), 1);
  fixture.openFile();
  assertEquals(freeDescriptor(fixture.state.process(1)), -EMFILE);
});

Deno.test("a descriptor names an open file; one with O_PATH cannot be worked with", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const path = fixture.openFile({ flags: OPEN.PATH });
  fixture.during((tx) => {
    assertEquals([fileAt(tx, fd)?.id, fileAt(tx, path), anyFileAt(tx, path)?.id], [1, undefined, 2]);
    assertEquals([fileAt(tx, -1), fileAt(tx, 99), fileAt(tx, 2 ** 40)], [undefined, undefined, undefined]);
  });
});

Deno.test("an open file lives until its last descriptor closes", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ links: 0 });
  fixture.call("dup", { fd });
  assertEquals(fixture.during((tx) => closeDescriptor(tx, 1, fd)), 0);
  assertEquals([fixture.state.files.size, fixture.state.inodes.size], [1, 1]);
  assertEquals(fixture.during((tx) => closeDescriptor(tx, 1, 1)), 0);
  assertEquals([fixture.state.files.size, fixture.state.inodes.size], [0, 0]);
  assertEquals(fixture.during((tx) => closeDescriptor(tx, 1, 1)), -EBADF);
});

Deno.test("a mapping keeps an open file alive; releaseFile() lets go of it afterwards", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ links: 0 });
  fixture.mapFile(fd, 1024, 1, 3);
  fixture.call("close", { fd });
  assertEquals(fixture.state.files.size, 1);
  fixture.during((tx) => {
    tx.emit({ kind: "vmaRemove", space: 1, startPage: 1024 });
    releaseFile(tx, 1);
  });
  assertEquals([fixture.state.files.size, fixture.state.inodes.size], [0, 0]);
});

Deno.test("exec closes the descriptors that are marked, exit all", () => {
  const fixture = new FileFixture();
  for (let count = 0; count < 3; count++) fixture.openFile();
  fixture.call("fcntl", { fd: 1, command: 2, argument: 1 });
  fixture.during((tx) => closeOnExec(tx, 1));
  assertEquals(open(fixture), [0, 2]);
  fixture.during((tx) => closeAll(tx, 1));
  assertEquals([open(fixture), fixture.state.files.size], [[], 0]);
});

Deno.test("a forked process gets the same descriptors for the same open files", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  fixture.openFile();
  fixture.call("fcntl", { fd: 1, command: 2, argument: 1 });
  fixture.setup([{ kind: "processNew", process: 2, parent: 1, space: 1, name: "child" }]);
  fixture.during((tx) => copyDescriptors(tx, 1, 2));
  const copied = [...fixture.state.process(2).descriptors.entries()];
  assertEquals(copied, [[0, { file: 1, closeOnExec: false }], [1, { file: 2, closeOnExec: true }]]);
  assertEquals(fixture.state.file(1).references, 2);
});

Deno.test("a disk file that was cut to nothing is written back when it is closed, once", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  const again = fixture.openInode(fixture.inodeOf(fd).id);
  const close = () => {
    fixture.write(fd, new Uint8Array(4096), fixture.inodeOf(fd).sizeBytes);
    fixture.call("close", { fd: fixture.openInode(fixture.inodeOf(fd).id) });
    return fixture.lastEffects.some(({ kind }) => kind === "storageWrite");
  };
  assertEquals(close(), false);
  fixture.call("ftruncate", { fd: again, lengthBytes: 0 });
  assertEquals([close(), close()], [true, false]);
});
