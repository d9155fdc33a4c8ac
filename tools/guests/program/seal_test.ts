/** Tests of taking away what a program must not have. */
import { assertEquals, assertThrows } from "@std/assert";
import { SealedError, sealGlobals, sealMath } from "./seal.ts";

Deno.test("what is sealed throws a sentence, whether it is read or set", () => {
  const scope = { Date, Deno, other: 5 };
  sealGlobals(scope);
  const error = assertThrows(() => scope.Date, SealedError);
  assertEquals(
    `${error}`,
    "Date: a program has no clock; use c.counters().nanoseconds, and c.sleep() to wait",
  );
  assertThrows(() => scope.Deno = Deno, SealedError, "use the calls of c");
  assertEquals(scope.other, 5);
});

Deno.test("there is no randomness in Math, and everything else is", () => {
  const math = Object.create(Math);
  sealMath(math);
  assertThrows(() => math.random(), SealedError, "a program has no randomness");
  assertEquals(math.max(1, 2), 2);
});
