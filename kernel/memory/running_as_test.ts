/** Tests of the bits that let a program run as somebody else. */
import { FileFixture } from "../testing/file_fixture.ts";
import { SUPERUSER } from "../state/credentials.ts";
import { assertEquals } from "@std/assert";
import { withoutRunningAs } from "./running_as.ts";

Deno.test("the set-group-ID bit stays where it only stands for locking, and the writer is of the group", () => {
  assertEquals(withoutRunningAs(0o6755, true), 0o755);
  assertEquals([withoutRunningAs(0o6745, true), withoutRunningAs(0o6745, false)], [0o2745, 0o745]);
});

Deno.test("whoever writes or cuts a file, but the superuser, takes them away", () => {
  const modeAfter = (uid: number, call: string) => {
    const fixture = new FileFixture();
    fixture.openFile({ mode: 0o4755 });
    const inode = fixture.state.counters.inode;
    const credentials = { ...SUPERUSER, effectiveUid: uid };
    fixture.setup([
      { kind: "inodeAttributes", inode, uid: 5, gid: 5, device: 0 },
      { kind: "processCredentials", process: 1, ...credentials },
    ]);
    fixture.call(call, { fd: 0, lengthBytes: 1, outside: 1, bytes: new Uint8Array(1) });
    return fixture.state.inode(inode).mode.toString(8);
  };
  assertEquals([modeAfter(7, "write"), modeAfter(7, "ftruncate"), modeAfter(0, "write")], [
    "755",
    "755",
    "4755",
  ]);
});
