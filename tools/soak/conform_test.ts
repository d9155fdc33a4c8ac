/** Tests of the conformance soak; the kernel itself is asked only where `deno task soak conform` is run. */
import { assertEquals } from "@std/assert";
import { ConformSoak } from "./conform.ts";

Deno.test("the conformance soak counts scripts", () => {
  assertEquals([new ConformSoak().name, new ConformSoak().unit], ["conform", "scripts"]);
});
