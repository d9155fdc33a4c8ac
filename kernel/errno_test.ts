/** Tests of error numbers and their names. */
import { assertEquals } from "@std/assert";
import { EINVAL, errnoMessage, errnoName, errnoNumber } from "./errno.ts";

Deno.test("errno names, numbers and messages agree with errno(3)", () => {
  assertEquals([EINVAL, errnoName(22), errnoNumber("EOPNOTSUPP")], [22, "EINVAL", 95]);
  assertEquals(errnoMessage(12), "Cannot allocate memory");
});

Deno.test("an unknown error still has a name and a message", () => {
  assertEquals([errnoName(999), errnoMessage(999), errnoNumber("ENOPE")], [
    "E999",
    "Unknown error 999",
    undefined,
  ]);
});
