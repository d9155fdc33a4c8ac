/** Tests of the times of inodes. */
import { FileFixture } from "../testing/file_fixture.ts";
import { assertEquals } from "@std/assert";
import { touchAccessed, touchInode } from "./inode_times.ts";

function given(accessed: number, modified: number, changed: number) {
  const fixture = new FileFixture();
  fixture.openFile();
  const inode = fixture.state.counters.inode;
  fixture.setup([
    { kind: "inodeAttributes", inode, uid: 0, gid: 0, device: 0 },
    { kind: "inodeTimes", inode, accessed, modified, changed },
  ]);
  fixture.machine.clock = () => 1000;
  const times = () => {
    const { accessed, modified, changed } = fixture.state.inode(inode).attributes!;
    return [accessed, modified, changed];
  };
  return { fixture, inode, times };
}

Deno.test("times are set to now, and not again at the same moment", () => {
  const { fixture, inode, times } = given(1, 2, 3);
  fixture.during((tx) => touchInode(tx, inode, ["modified", "changed"]));
  assertEquals(times(), [1, 1000, 1000]);
  fixture.during((tx) => touchInode(tx, inode, ["modified"]));
  assertEquals(fixture.lastEffects, []);
});

Deno.test("reading is noted once after every change", () => {
  const read = (...at: [number, number, number]) => {
    const { fixture, inode, times } = given(...at);
    fixture.during((tx) => touchAccessed(tx, inode));
    return times()[0];
  };
  assertEquals([read(5, 3, 3), read(5, 5, 3), read(5, 3, 6)], [5, 1000, 1000]);
});

Deno.test("an inode without attributes has no times", () => {
  const fixture = new FileFixture();
  fixture.openFile();
  fixture.during((tx) => touchInode(tx, 1, ["changed"]));
  fixture.during((tx) => touchAccessed(tx, 1));
  assertEquals(fixture.lastEffects, []);
});

Deno.test("read() and write() set the times of a file that has them", () => {
  const { fixture, times } = given(1, 2, 3);
  fixture.call("write", { fd: 0, lengthBytes: 3, outside: 1, bytes: new Uint8Array(3) });
  assertEquals(times(), [1, 1000, 1000]);
  fixture.machine.clock = () => 2000;
  fixture.call("pread64", { fd: 0, lengthBytes: 3, outside: 1 });
  fixture.call("ftruncate", { fd: 0, lengthBytes: 3 });
  assertEquals(times(), [2000, 1000, 1000]);
  fixture.call("ftruncate", { fd: 0, lengthBytes: 4 });
  assertEquals(times(), [2000, 2000, 2000]);
});
