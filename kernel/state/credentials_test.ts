/** Tests of who a process acts for, as records of the digest. */
import { assertEquals } from "@std/assert";
import { credentialFields, placeFields, ROOT_PLACE, SUPERUSER } from "./credentials.ts";

Deno.test("what a first process is makes no record", () => {
  assertEquals([credentialFields(SUPERUSER), placeFields(ROOT_PLACE)], [undefined, undefined]);
});

Deno.test("anything else does", () => {
  assertEquals(credentialFields({ ...SUPERUSER, savedGid: 3 }), [0, 0, 0, 0, 0, 3]);
  assertEquals(credentialFields({ ...SUPERUSER, groups: [0] }), [0, 0, 0, 0, 0, 0, 0]);
  assertEquals(placeFields({ workingDirectory: 0, umask: 0o22 }), [0, 0o22]);
});
