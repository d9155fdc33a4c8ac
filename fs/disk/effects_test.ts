/** Tests of the declared effects of disks. */
import { assertEquals } from "@std/assert";
import { diskEffects } from "./effects.ts";

Deno.test("the ids are the disk's", () => {
  for (const { id } of Object.values(diskEffects)) assertEquals(id >= 88 && id <= 92, true);
});
