/** Tests of getpid(2) and getppid(2). */
import { assertEquals } from "@std/assert";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("getpid() and getppid() say who one is; an orphan's parent is 0", () => {
  const fixture = givenProcess();
  const child = fixture.fork();
  assertEquals([fixture.call("getpid"), fixture.call("getppid")], [1, 0]);
  assertEquals(fixture.as(child, () => [fixture.call("getpid"), fixture.call("getppid")]), [child, 1]);
  fixture.call("exit_group");
  assertEquals(fixture.as(child, () => fixture.call("getppid")), 0);
});
