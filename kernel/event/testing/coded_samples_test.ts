/** Tests of coding sample events for tests. */
import { assertEquals } from "@std/assert";
import { decoded, encoded, fault, mapped } from "./coded_samples.ts";

Deno.test("what is encoded is decoded, all of it", () => {
  const events = [fault(5, mapped(5, 1, 7)), fault(900), fault(6, mapped(6, 2, 8), mapped(9, 1, 10))];
  assertEquals(decoded(encoded(events)), events);
});
