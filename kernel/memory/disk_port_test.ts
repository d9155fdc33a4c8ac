/** Tests of what the kernel asks a disk. */
import { assertEquals } from "@std/assert";
import type { PackagePart } from "../compose.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { OPEN } from "../state/open_file.ts";
import { type DiskPort, NO_DISK } from "./disk_port.ts";

function listeningPart(heard: (string | number | boolean)[][]): PackagePart {
  const disk: DiskPort = {
    beforeWrite: (_tx, ...rest) => heard.push(["beforeWrite", ...rest]),
    afterGrowth: (_tx, ...rest) => heard.push(["afterGrowth", ...rest]),
    sync: (_tx, ...rest) => heard.push(["sync", ...rest]),
  };
  return {
    owner: "test",
    effectIds: [64, 64],
    eventIds: [128, 128],
    effects: {},
    events: {},
    reducers: {},
    slices: {},
    calls: [],
    operations: {},
    disk,
  };
}

Deno.test("pages get blocks before they are written back, and then what was written is made durable", () => {
  const heard: (string | number | boolean)[][] = [];
  const fixture = new FileFixture([listeningPart(heard)]);
  const fd = fixture.openDiskFile();
  const inode = fixture.inodeOf(fd).id;
  fixture.write(fd, countingBytes(3 * 4096));
  assertEquals(heard, []);
  fixture.call("fdatasync", { fd });
  assertEquals(heard, [["beforeWrite", inode, 0, 3], ["sync", inode, true]]);
  fixture.call("fsync", { fd });
  assertEquals(heard.at(-1), ["sync", inode, false]);
});

Deno.test("O_SYNC makes each write durable, and a longer size is told", () => {
  const heard: (string | number | boolean)[][] = [];
  const fixture = new FileFixture([listeningPart(heard)]);
  const fd = fixture.openDiskFile({ flags: OPEN.RDWR | OPEN.SYNC });
  const inode = fixture.inodeOf(fd).id;
  fixture.write(fd, countingBytes(10));
  assertEquals(heard, [["beforeWrite", inode, 0, 1], ["sync", inode, false]]);
  heard.length = 0;
  fixture.call("ftruncate", { fd, lengthBytes: 9000 });
  assertEquals(heard, [["afterGrowth", inode]]);
});

Deno.test("without a disk nothing is asked", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, countingBytes(10));
  assertEquals(fixture.call("fsync", { fd }), 0);
  assertEquals(Object.keys(NO_DISK), ["beforeWrite", "afterGrowth", "sync"]);
});
