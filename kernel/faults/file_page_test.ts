/** Tests of the page-cache page that a fault wants. */
import { assertEquals } from "@std/assert";
import { FAULT_OUTCOME } from "../event/events.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { type FileMaking, givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { faultFilePage } from "./file_page.ts";

function givenFile(making: FileMaking): MachineFixture {
  const given = givenProcess();
  given.map(100, 8, { fd: given.openFile({ pageCount: 4, ...making }), fileStart: 1 });
  return given;
}

function fault(given: MachineFixture, page: number): ReturnType<typeof faultFilePage> {
  return given.setUp((tx) => faultFilePage(tx, given.vmaAt(100), page, false));
}

Deno.test("a cached page is found: minor", () => {
  const given = givenFile({});
  given.cachePages(1, 1, 1);
  const frame = given.state.inode(1).cachedFrame(1);
  assertEquals(fault(given, 100), { frame, result: FAULT_OUTCOME.minor, startsAgain: false });
});

Deno.test("a disk page that is not cached is read: major, and the fault starts again", () => {
  const given = givenFile({ fileSystem: FS_EXT4 });
  const { result, startsAgain } = fault(given, 101);
  assertEquals([result, startsAgain], [FAULT_OUTCOME.major, true]);
});

Deno.test("pages behind the file's last are BUS_ADRERR, as the mapping's offset counts", () => {
  const given = givenFile({});
  assertEquals(fault(given, 102).result, FAULT_OUTCOME.minor);
  assertEquals(fault(given, 103), { frame: -1, result: FAULT_OUTCOME.busAdrErr, startsAgain: false });
});

Deno.test("when memory is full there is no page", () => {
  const given = givenFile({});
  given.fillMemory();
  assertEquals(fault(given, 100), { frame: -1, result: FAULT_OUTCOME.outOfMemory, startsAgain: false });
});
