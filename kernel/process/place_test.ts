/** Tests of where processes stand. */
import { FileFixture } from "../testing/file_fixture.ts";
import { FILE_DIRECTORY } from "../state/inode.ts";
import { assertEquals } from "@std/assert";
import { setPlace } from "./place.ts";

Deno.test("a working directory without names goes when it is left, by exit too", () => {
  for (const leave of ["move", "exit"]) {
    const fixture = new FileFixture();
    const fd = fixture.openFile({ fileKind: FILE_DIRECTORY, links: 0 });
    const inode = fixture.state.counters.inode;
    fixture.during((tx) => setPlace(tx, 1, { workingDirectory: inode, umask: 0 }));
    fixture.call("close", { fd });
    assertEquals(fixture.state.inode(inode).openCount, 1);
    if (leave === "exit") fixture.call("exit_group", { status: 0 });
    else fixture.during((tx) => setPlace(tx, 1, { workingDirectory: 0, umask: 0 }));
    assertEquals(fixture.state.inodes.get(inode), undefined);
  }
});

Deno.test("a place that is the same makes no effect", () => {
  const fixture = new FileFixture();
  fixture.during((tx) => setPlace(tx, 1, { workingDirectory: 0, umask: 0 }));
  assertEquals(fixture.lastEffects, []);
});
