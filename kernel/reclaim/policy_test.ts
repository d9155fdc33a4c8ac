/** Tests of what policies share. */
import { assertEquals } from "@std/assert";
import { mayTakeAny } from "./policy.ts";

Deno.test("mayTakeAny() locks nothing", () => {
  assertEquals(mayTakeAny(), true);
});
