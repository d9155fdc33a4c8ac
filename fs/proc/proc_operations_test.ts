/** Tests of reading the files of /proc. */
import { assertEquals } from "@std/assert";
import {
  EACCES,
  EFAULT,
  EINVAL,
  ESRCH,
  FILE_TOLD,
  FS_PROC,
  storeBytes,
  TASK_SIZE_PAGES,
} from "@palimpsest/kernel";
import { mapsLines, printMapsLine } from "./maps.ts";
import { fsFixture } from "../testing/fs_fixture.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { recordsFrom, toldRecords } from "./proc_operations.ts";

/** A process with a buffer at page 64 and some mappings more, and a file of /proc at descriptor 0. */
function givenFile(path: string) {
  const fixture = fsFixture();
  const buffer = fixture.mapAnonymous(64, 8);
  for (let page = 100; page < 300; page += 2) fixture.mapAnonymous(page, 1);
  const fd = fixture.openFile({ fileKind: FILE_TOLD, fileSystem: FS_PROC, name: path, flags: 0 });
  const read = (lengthBytes: number) => fixture.call("read", { fd, buffer, lengthBytes });
  const text = (lengthBytes: number) => new TextDecoder().decode(fixture.load(buffer, lengthBytes));
  return { fixture, fd, buffer, read, text };
}

Deno.test("reads give whole mappings, about a page at a time, and together what the state says", () => {
  const { fixture, read, text } = givenFile("/proc/1/maps");
  let got = "";
  const counts: number[] = [];
  for (let count = read(32768); count > 0; count = read(32768)) {
    got += text(count);
    counts.push(count);
  }
  const lines = mapsLines(fixture.state, fixture.state.spaceOf(1)).map(printMapsLine);
  assertEquals(got, lines.map((line) => line + "\n").join(""));
  assertEquals([counts.length > 1, counts.every((count) => count <= 4096)], [true, true]);
});

Deno.test("a mapping that did not fit goes on where it was torn", () => {
  const records = ["aaaa\n", "bb\n", "cccc\n"];
  const read = (position: number, lengthBytes: number) =>
    new TextDecoder().decode(recordsFrom(records, position, lengthBytes));
  assertEquals([read(0, 7), read(7, 100), read(13, 100), read(5, 1)], ["aaaa\nbb", "\ncccc\n", "", "b"]);
  const long = ["x".repeat(5000), "y".repeat(10)];
  assertEquals([recordsFrom(long, 0, 9999).length, recordsFrom(long, 4990, 9999).length], [5000, 20]);
});

Deno.test("it is told at the moment of the read; the position may be moved, but not from the end", () => {
  const { fixture, fd, read, text } = givenFile("/proc/1/status");
  const size = () => /VmSize:\t +(\d+)/.exec(text(read(8192)))![1];
  const before = size();
  fixture.mapAnonymous(500, 10);
  const seek = (offset: number, whence: number) => fixture.call("lseek", { fd, offset, whence });
  assertEquals([read(8192), seek(0, 0), Number(size()) - Number(before)], [0, 0, 40]);
  assertEquals([seek(0, 2), seek(-1, 0), seek(2, 0), seek(1, 1)], [-EINVAL, -EINVAL, 2, 3]);
});

Deno.test("errors: no memory to read to, nothing to write, a process that is gone", () => {
  const { fixture, fd } = givenFile("/proc/1/stat");
  assertEquals(fixture.call("read", { fd, buffer: 4096, lengthBytes: 10 }), -EFAULT);
  const gone = givenFile("/proc/77/stat");
  assertEquals(gone.read(10), -ESRCH);
  assertEquals(
    toldRecords(gone.fixture.state, "/proc/77/meminfo", { frameCount: 1, ramPages: 1, swapSlotCount: 0 }),
    undefined,
  );
});

Deno.test("pagemap is read in words, from the place of a page on, up to the end of user space", () => {
  const { fixture, fd, buffer } = givenFile("/proc/1/pagemap");
  fixture.load(buffer, 1);
  const read = (position: number, lengthBytes: number) =>
    fixture.call("pread64", { fd, buffer, lengthBytes, position });
  assertEquals([read(64 * 8, 16), read(4, 8), read(0, 7)], [16, -EINVAL, -EINVAL]);
  assertEquals([read(TASK_SIZE_PAGES * 8, 8), read((TASK_SIZE_PAGES - 1) * 8, 80)], [0, 8]);
});

Deno.test("oom_score_adj is read and written: a number from -1000 to 1000, for the process of its path", () => {
  const { fixture, buffer, read, text } = givenFile("/proc/1/oom_score_adj");
  const fd = fixture.openFile({
    fileKind: FILE_TOLD,
    fileSystem: FS_PROC,
    name: "/proc/1/oom_score_adj",
    flags: 1,
  });
  const write = (content: string) => {
    const bytes = new TextEncoder().encode(content);
    storeBytes(fixture.machine, 1, buffer, bytes);
    return fixture.call("write", { fd, buffer, lengthBytes: bytes.length });
  };
  assertEquals([write("-500\n"), fixture.state.process(1).oomScoreAdjustment], [5, -500]);
  assertEquals([read(100), text(5)], [5, "-500\n"]);
  assertEquals(["1001", "x", "5 5"].map(write), [-EINVAL, -EINVAL, -EINVAL]);
  assertEquals([write("0"), fixture.state.process(1).oomScoreAdjustment], [1, 0]);
});

Deno.test("another user may not know of a process's memory, and may know of the rest", () => {
  const fixture = new TreeFixture();
  const child = fixture.call("fork");
  fixture.become(1000);
  const open = (path: string) => {
    const fd = fixture.call("open", { path, flags: 0 });
    return fd < 0 ? fd : fixture.call("close", { fd });
  };
  const names = ["maps", "smaps", "pagemap", "status", "stat"];
  assertEquals(names.map((name) => open(`/proc/${child}/${name}`)), [-EACCES, -EACCES, -EACCES, 0, 0]);
  assertEquals(names.map((name) => open(`/proc/self/${name}`)), [0, 0, 0, 0, 0]);
});

Deno.test("what is read through open() is read from the node's path, and is gone when it is closed", () => {
  const fixture = new TreeFixture();
  const buffer = fixture.mapAnonymous(64, 4);
  const before = fixture.state.inodes.size;
  const fd = fixture.call("open", { path: "/proc/self/comm", flags: 0 });
  assertEquals([fixture.call("read", { fd, buffer, lengthBytes: 100 }), fixture.call("close", { fd })], [
    5,
    0,
  ]);
  assertEquals([new TextDecoder().decode(fixture.load(buffer, 5)), fixture.state.inodes.size], [
    "init\n",
    before,
  ]);
});
