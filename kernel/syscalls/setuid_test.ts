/** Tests of acting for other users and groups. */
import { EINVAL, EPERM } from "../errno.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { assertEquals } from "@std/assert";

function given() {
  const fixture = new FileFixture();
  const users = () => {
    const { uid, effectiveUid, savedUid } = fixture.state.process(1).credentials;
    return [uid, effectiveUid, savedUid];
  };
  return { fixture, users };
}

Deno.test("the superuser becomes anybody for good", () => {
  const { fixture, users } = given();
  assertEquals([fixture.call("setgid", { gid: 7 }), fixture.call("setuid", { uid: 7 }), users()], [0, 0, [
    7,
    7,
    7,
  ]]);
  assertEquals([fixture.call("setuid", { uid: 0 }), fixture.call("setgid", { gid: 0 })], [-EPERM, -EPERM]);
});

Deno.test("whoever acts for another for a while may go back to the saved user", () => {
  const { fixture, users } = given();
  fixture.call("setresuid", { real: -1, effective: 7, saved: -1 });
  assertEquals(users(), [0, 7, 0]);
  assertEquals([fixture.call("setuid", { uid: 8 }), fixture.call("setuid", { uid: 0 }), users()], [
    -EPERM,
    0,
    [0, 0, 0],
  ]);
});

Deno.test("without being the superuser, each of the three may become one of the three", () => {
  const { fixture, users } = given();
  fixture.call("setresuid", { real: 1, effective: 2, saved: 3 });
  assertEquals(fixture.call("setresuid", { real: 3, effective: 1, saved: 9 }), -EPERM);
  assertEquals([fixture.call("setresuid", { real: 3, effective: 1, saved: -1 }), users()], [0, [3, 1, 3]]);
  assertEquals(fixture.call("setuid", { uid: -1 }), -EINVAL);
});
