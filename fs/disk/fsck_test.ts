/** Tests of fsck: given(a well-formed disk).when(one thing is wrong).then(it is named). */
import { assertEquals } from "@std/assert";
import type { DiskChange } from "./disk_change.ts";
import { blockCount, checkJournal, checkPicture } from "./fsck.ts";
import { DISK_DIRECTORY, DiskFixture } from "./testing/disk_fixture.ts";

/** The picture of two files of two pages each, in which something was changed. */
function problemsAfter(change: (first: number) => DiskChange): string[] {
  const disk = new DiskFixture();
  for (const name of ["a", "b"]) {
    const fd = disk.open(name);
    disk.write(fd, "x".repeat(8192));
    disk.call("fsync", { fd });
  }
  const picture = disk.cut();
  assertEquals(checkPicture(picture), []);
  const { id, epoch } = picture.find(DISK_DIRECTORY, "a")!;
  picture.tree.apply(epoch, change(id));
  return checkPicture(picture).map((problem) =>
    problem.replaceAll(`inode ${id}`, "inode A").replaceAll(/inode \d+/g, "inode B")
  );
}

const attributes = {
  fileKind: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  links: 1,
  sizeBytes: 8192,
  unknownPages: 0,
  isRoot: false,
  target: "",
};

Deno.test("what is wrong with a tree is named", () => {
  const event = 1;
  assertEquals(problemsAfter((inode) => ({ what: "inodeGone", event, inode })), [
    "FK1: the name a stands for inode A, which is not there",
  ]);
  assertEquals(
    problemsAfter((inode) => ({ what: "inode", event, inode, attributes: { ...attributes, links: 2 } })),
    [
      "FK2: inode A counts 2 links and has 1",
    ],
  );
  assertEquals(
    problemsAfter(() => ({ what: "entry", event, directory: DISK_DIRECTORY, name: "a", inode: 0 })),
    ["FK2: inode A counts 1 links and has 0"],
  );
  assertEquals(problemsAfter((inode) => ({ what: "blocks", event, inode, index: 0, count: 1, block: 3 })), [
    "FK3: block 3 belongs to page 0 of inode A and to page 0 of inode B",
  ]);
  assertEquals(problemsAfter((inode) => ({ what: "blocks", event, inode, index: 1, count: 1, block: 99 })), [
    "FK3: page 1 of inode A lies in block 99, which was never given",
  ]);
  assertEquals(
    problemsAfter((inode) => ({ what: "blocks", event, inode, index: 2, count: 1, block: 2 })).slice(0, 1),
    [
      "FK4: page 2 of inode A lies behind the end, at 8192 bytes",
    ],
  );
});

Deno.test("the journal of a running disk is well-formed, and one that is not is named", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.call("fsync", { fd });
  disk.open("b");
  assertEquals(checkJournal(disk.fixture.state), []);
  disk.disk.journal.committedEnd++;
  disk.disk.journal.runningId++;
  assertEquals(checkJournal(disk.fixture.state), [
    "FK5: transaction 1 of the journal is out of turn",
    "FK5: the journal is committed up to change 3, its transactions to 2",
  ]);
});

Deno.test("holes take no blocks", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "x", 3 * 4096);
  disk.call("fsync", { fd });
  assertEquals(blockCount(disk.cut().find(DISK_DIRECTORY, "a")!), 1);
});
