/** Tests of the reducers of mode, owner and times. */
import { checkDigest } from "../check/check_digest.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { assertEquals, assertThrows } from "@std/assert";

function given() {
  const fixture = new FileFixture();
  fixture.openFile();
  return { fixture, inode: fixture.state.counters.inode };
}

Deno.test("mode, name, owner and times are set, and the digest follows", () => {
  const { fixture, inode } = given();
  fixture.setup([
    { kind: "inodeMode", inode, mode: 0o600 },
    { kind: "inodeName", inode, name: "/new" },
    { kind: "inodeAttributes", inode, uid: 5, gid: 6, device: 0 },
    { kind: "inodeTimes", inode, accessed: 1, modified: 2, changed: 3 },
    { kind: "inodeAttributes", inode, uid: 7, gid: 6, device: 0 },
  ]);
  const { mode, name, attributes } = fixture.state.inode(inode);
  assertEquals([mode, name], [0o600, "/new"]);
  assertEquals(attributes, { uid: 7, gid: 6, device: 0, accessed: 1, modified: 2, changed: 3 });
  checkDigest(fixture.state);
});

Deno.test("times of an inode without attributes mean a corrupt log", () => {
  const { fixture, inode } = given();
  const times = { kind: "inodeTimes", inode, accessed: 1, modified: 2, changed: 3 };
  assertThrows(() => fixture.setup([times]), Error, "has no attributes");
});

Deno.test("attributes leave the digest with their inode", () => {
  const { fixture, inode } = given();
  fixture.setup([{ kind: "inodeLinks", inode, links: 0 }, {
    kind: "inodeAttributes",
    inode,
    uid: 5,
    gid: 6,
    device: 0,
  }]);
  fixture.call("close", { fd: 0 });
  assertEquals(fixture.state.inodes.get(inode), undefined);
  checkDigest(fixture.state);
});
