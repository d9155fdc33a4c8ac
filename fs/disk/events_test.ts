/** Tests of the declared events of disks. */
import { assertEquals } from "@std/assert";
import { diskEvents } from "./events.ts";

Deno.test("the ids are the disk's", () => {
  assertEquals(Object.values(diskEvents).map(({ id }) => id), [190, 191]);
});
