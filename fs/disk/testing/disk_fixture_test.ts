/** Tests of the small machine with a disk. */
import { assertEquals } from "@std/assert";
import { DiskFixture } from "./disk_fixture.ts";

Deno.test("the fixture writes files and cuts the power", () => {
  const disk = new DiskFixture();
  const fd = disk.open("a");
  disk.write(fd, "text");
  assertEquals(disk.textAfterCut("a"), undefined);
  disk.call("fsync", { fd });
  assertEquals([...disk.textsAfterCut("a")], ["text"]);
});
