/** Tests of assertThat(). */
import { assertEquals, assertThrows } from "@std/assert";
import { assertThat, KernelAssertion } from "./assert.ts";

Deno.test("assertThat() is silent, and builds no message, while the condition holds", () => {
  let built = 0;
  assertThat(1 + 1 === 2, () => `built ${++built}`);
  assertThat("non-empty", "a string will do");
  assertEquals(built, 0);
});

Deno.test("assertThat() throws a KernelAssertion with the message or what the function returns", () => {
  assertThrows(
    () => assertThat(false, "frame 7 is free, expected taken"),
    KernelAssertion,
    "frame 7 is free",
  );
  assertThrows(() => assertThat(0, () => `frame ${7} has ${0} references`), KernelAssertion, "frame 7 has 0");
});

Deno.test("assertThat() narrows the type of what it checked", () => {
  const frame = [4].find((each) => each > 3);
  assertThat(frame !== undefined, "no frame");
  const next: number = frame + 1;
  assertEquals(next, 5);
});
