/** Tests of mapping the memory of a device: given(an inode that holds its pages).when(it is mapped).then(every entry is there). */
import { assertEquals } from "@std/assert";
import { FILE_DEVICE } from "../state/inode.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { mapDevicePages } from "./device_pages.ts";
import { MAP } from "./mmap_flags.ts";

Deno.test("pages in a row are mapped in one effect, writable when the mapping is shared", () => {
  const given = givenProcess();
  const fd = given.openFile({ fileKind: FILE_DEVICE });
  given.cachePages(1, 0, 8);
  given.map(100, 8, { fd, flags: MAP.SHARED });
  const effects = given.effectsOf(() => given.setUp((tx) => mapDevicePages(tx, given.vmaAt(100))));
  assertEquals(effects, ["pagesMap 100+8 writable dirty"]);
  given.map(200, 4, { fd, flags: MAP.PRIVATE });
  assertEquals(given.effectsOf(() => given.setUp((tx) => mapDevicePages(tx, given.vmaAt(200)))), [
    "pagesMap 200+4",
  ]);
});
