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

Deno.test("what is no program is given a reason of its own", () => {
  const scope = { fetch };
  sealGlobals(scope, "it has nothing else");
  assertThrows(() => scope.fetch, SealedError, "fetch: it has nothing else");
  const math = Object.create(Math);
  sealMath(math, "it has nothing else");
  assertThrows(() => math.random(), SealedError, "Math.random: it has nothing else");
});

Deno.test("there is no randomness in Math, and everything else is", () => {
  const math = Object.create(Math);
  sealMath(math);
  assertThrows(() => math.random(), SealedError, "a program has no randomness");
  assertEquals(math.max(1, 2), 2);
});
