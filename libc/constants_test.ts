/** Tests of C's constants. */
import { assertEquals } from "@std/assert";
import { CONSTANTS } from "./constants.ts";

Deno.test("constants have the values of x86-64 Linux", () => {
  const { MAP_ANONYMOUS, O_CREAT, SIGCHLD, EAGAIN, SEEK_END, MADV_DONTNEED, RLIMIT_AS } = CONSTANTS;
  assertEquals(
    [MAP_ANONYMOUS, O_CREAT, SIGCHLD, EAGAIN, SEEK_END, MADV_DONTNEED, RLIMIT_AS],
    [0x20, 0o100, 17, 11, 2, 4, 9],
  );
  assertEquals(Object.entries(CONSTANTS).filter(([, value]) => typeof value !== "number"), []);
});
