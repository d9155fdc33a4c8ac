/** Tests of struct stat. */
import { FS_EXT4, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { STATUS_BYTES, statusOf } from "./status.ts";

function fieldsOf(fixture: TreeFixture, path: string) {
  const bytes = statusOf(fixture.state, fixture.inodeAt(path));
  const view = new DataView(bytes.buffer);
  const word = (offset: number) => view.getUint32(offset, true);
  return {
    device: word(0),
    links: word(16),
    mode: word(24).toString(8),
    uid: word(28),
    size: word(48),
    blocks: word(64),
    modified: [word(88), word(96)],
  };
}

Deno.test("a file's size, blocks, owner and times are told", () => {
  const fixture = new TreeFixture();
  fixture.machine.clock = () => 3_000_000_007;
  const fd = fixture.call("open", { path: "/tmp/f", flags: OPEN.CREAT | OPEN.RDWR, mode: 0o640 });
  fixture.call("write", { fd, lengthBytes: 5000, outside: 1, bytes: new Uint8Array(5000) });
  fixture.call("chown", { path: "/tmp/f", uid: 7, gid: -1 });
  const { links, mode, uid, size, blocks, modified } = fieldsOf(fixture, "/tmp/f");
  assertEquals([links, mode, uid, size, blocks], [1, "100640", 7, 5000, 16]);
  assertEquals(modified, [3, 7]);
  assertEquals(statusOf(fixture.state, fixture.inodeAt("/tmp/f")).length, STATUS_BYTES);
});

Deno.test("each mount is a device; a directory of tmpfs has 40 bytes and 20 for each name", () => {
  const fixture = new TreeFixture();
  fixture.call("mkdir", { path: "/tmp/d", mode: 0o755 });
  fixture.call("mknod", { path: "/disk/f", mode: 0o644 });
  assertEquals([
    fieldsOf(fixture, "/tmp").size,
    fieldsOf(fixture, "/tmp/d").size,
    fieldsOf(fixture, "/disk").size,
  ], [60, 40, 4096]);
  const { device } = fieldsOf(fixture, "/disk");
  assertEquals([fieldsOf(fixture, "/disk/f").device, fieldsOf(fixture, "/tmp").device === device], [
    device,
    false,
  ]);
  assertEquals(fixture.state.inode(fixture.inodeAt("/disk/f")).making.fileSystem, FS_EXT4);
});

Deno.test("a link takes a page when it does not fit its inode", () => {
  const fixture = new TreeFixture();
  const blocksOf = (path: string, target: string) => {
    fixture.call("symlink", { target, path });
    const fd = fixture.call("open", { path, flags: OPEN.PATH | OPEN.NOFOLLOW });
    return new DataView(statusOf(fixture.state, fixture.inodeOf(fd).id).buffer).getUint32(64, true);
  };
  assertEquals([blocksOf("/tmp/s", "x".repeat(127)), blocksOf("/tmp/l", "x".repeat(128))], [0, 8]);
});
