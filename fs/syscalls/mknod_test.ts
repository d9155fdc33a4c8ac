/** Tests of making files of any kind. */
import { EEXIST, EINVAL, EPERM, FILE_CHARACTER, FILE_FIFO, FILE_REGULAR, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

const mknod = (fixture: TreeFixture, path: string, mode: number, device = 0) =>
  fixture.call("mknod", { path, mode, device });

Deno.test("regular files, FIFOs and character devices are made", () => {
  const fixture = new TreeFixture();
  fixture.call("umask", { mask: 0o022 });
  assertEquals([
    mknod(fixture, "/tmp/r", 0o666),
    mknod(fixture, "/tmp/f", 0o010644),
    mknod(fixture, "/tmp/c", 0o020666, 0x105),
  ], [0, 0, 0]);
  const made = ["r", "f", "c"].map((name) => fixture.state.inode(fixture.inodeAt(`/tmp/${name}`)));
  assertEquals(made.map(({ making }) => making.fileKind), [FILE_REGULAR, FILE_FIFO, FILE_CHARACTER]);
  assertEquals(made.map(({ mode, attributes }) => [mode, attributes?.device]), [[0o644, 0], [0o644, 0], [
    0o644,
    0x105,
  ]]);
});

Deno.test("mknodat() starts from its descriptor", () => {
  const fixture = new TreeFixture();
  const directoryFd = fixture.call("open", { path: "/tmp", flags: OPEN.DIRECTORY });
  assertEquals(fixture.call("mknodat", { directoryFd, path: "f", mode: 0o600 }), 0);
  assertEquals(fixture.list("/tmp"), ["f"]);
});

Deno.test("errors come by precedence", () => {
  const fixture = new TreeFixture();
  assertEquals([
    mknod(fixture, "/tmp", 0o040755),
    mknod(fixture, "/tmp", 0o150000),
    mknod(fixture, "/tmp", 0),
  ], [-EPERM, -EINVAL, -EEXIST]);
  fixture.become(1000);
  assertEquals([mknod(fixture, "/tmp/c", 0o020666), mknod(fixture, "/tmp/f", 0o010666)], [-EPERM, 0]);
});
