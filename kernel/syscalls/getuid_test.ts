/** Tests of whom a process acts for. */
import { FileFixture } from "../testing/file_fixture.ts";
import { assertEquals } from "@std/assert";

Deno.test("real and effective user and group are told", () => {
  const fixture = new FileFixture();
  fixture.call("setresgid", { real: 3, effective: 4, saved: -1 });
  fixture.call("setresuid", { real: 1, effective: 2, saved: -1 });
  const told = ["getuid", "geteuid", "getgid", "getegid"].map((name) => fixture.call(name));
  assertEquals(told, [1, 2, 3, 4]);
});
