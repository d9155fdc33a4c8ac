/** Tests of the reducers of users and places. */
import { checkDigest } from "../check/check_digest.ts";
import { checkState } from "../check/check_state.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { FILE_DIRECTORY } from "../state/inode.ts";
import { assertEquals } from "@std/assert";

const SOMEBODY = {
  uid: 5,
  effectiveUid: 5,
  savedUid: 5,
  gid: 6,
  effectiveGid: 6,
  savedGid: 6,
  groups: [7],
};

Deno.test("a child acts for whom its parent acts, and stands where it stands", () => {
  const fixture = new FileFixture();
  fixture.openFile({ fileKind: FILE_DIRECTORY });
  const inode = fixture.state.counters.inode;
  fixture.setup([
    { kind: "processCredentials", process: 1, ...SOMEBODY },
    { kind: "processPlace", process: 1, workingDirectory: inode, umask: 0o22 },
  ]);
  const child = fixture.call("fork");
  const { credentials, place } = fixture.state.process(child);
  assertEquals([credentials, place], [SOMEBODY, { workingDirectory: inode, umask: 0o22 }]);
  assertEquals(fixture.state.inode(inode).openCount, 3);
  checkState(fixture.state);
});

Deno.test("becoming the superuser again leaves no trace", () => {
  const fixture = new FileFixture();
  const before = fixture.state.digest.toHex();
  const root = Object.fromEntries(Object.keys(SOMEBODY).map((name) => [name, name === "groups" ? [] : 0]));
  fixture.setup([{ kind: "processCredentials", process: 1, ...SOMEBODY }]);
  fixture.setup([{ kind: "processCredentials", process: 1, ...root }]);
  assertEquals(fixture.state.digest.toHex(), before);
  checkDigest(fixture.state);
});
