/** Tests of supplementary groups. */
import { EFAULT, EINVAL, EPERM } from "../errno.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { assertEquals } from "@std/assert";

Deno.test("groups are read from memory, and only the superuser sets them", () => {
  const fixture = new FileFixture();
  const groups = fixture.mapAnonymous(64, 1);
  storeBytes(fixture.machine, 1, groups, new Uint8Array(new Uint32Array([5, 6]).buffer));
  assertEquals(fixture.call("setgroups", { count: 2, groups }), 0);
  assertEquals(fixture.state.process(1).credentials.groups, [5, 6]);
  assertEquals([
    fixture.call("setgroups", { count: -1 }),
    fixture.call("setgroups", { count: 1, groups: 4096 }),
  ], [-EINVAL, -EFAULT]);
  fixture.call("setgroups", {});
  assertEquals(fixture.state.process(1).credentials.groups, []);
  fixture.call("setuid", { uid: 9 });
  assertEquals(fixture.call("setgroups", { count: -1 }), -EPERM);
});
