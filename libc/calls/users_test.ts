/** Tests of the calls on users as C makes them. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("a program gives its rights away for a while, and for good", () => {
  const run = runMain(function* (c) {
    c.close(c.open("secret", c.O_RDWR | c.O_CREAT, 0o600));
    const tries = () => c.open("secret", c.O_RDONLY) >= 0 ? "may" : "may not";
    const ids = () => [c.getuid(), c.geteuid(), c.getgid(), c.getegid()].join(" ");
    const told = [
      tries(),
      c.setegid(7),
      c.seteuid(7),
      ids(),
      tries(),
      c.seteuid(0),
      tries(),
      c.setgid(7),
      c.setuid(7),
      ids(),
      tries(),
      c.setuid(0),
    ];
    yield* c.printf("%s\n", told.join(", "));
  });
  assertEquals(run.lines, ["may, 0, 0, 0 7 0 7, may not, 0, may, 0, 0, 7 7 7 7, may not, -1"]);
});
