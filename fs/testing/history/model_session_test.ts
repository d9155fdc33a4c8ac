/** Tests of what the naive model knows while it executes a history. */
import { assertEquals, assertThrows } from "@std/assert";
import { isSpecial, ModelSession } from "./model_session.ts";

Deno.test("a history starts in the root, with an empty mount on m and no open files", () => {
  const session = new ModelSession();
  const root = session.find("-1", "/");
  assertEquals([session.find("-1", ".") === root, session.find("-1", "m/..") === root], [true, true]);
  assertEquals([root.mount, session.find("-1", "m").mount, session.find("-1", "m").mode], [0, 1, 0o1777]);
  assertThrows(() => session.file("3"), Error, "EBADF");
  assertThrows(() => session.find("-1", '""'), Error, "ENOENT");
});

Deno.test("dots and the root are no names", () => {
  assertEquals(["", ".", "..", "a", "..."].map(isSpecial), [true, true, true, false, false]);
});
