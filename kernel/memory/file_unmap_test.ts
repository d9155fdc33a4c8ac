/** Tests of unmapping pages of a file wherever they are mapped. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { touchMemory } from "../mmu.ts";
import { forEachMapping, unmapFilePages } from "./file_unmap.ts";
import { VM } from "./vma_flags.ts";

const SHARED = VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE;
const PRIVATE = VM.READ | VM.WRITE;

/** A file of eight pages, mapped shared at page 1024 and privately at 2048, with all pages touched. */
function twiceMapped(): { fixture: FileFixture; fd: number; present: (page: number) => string } {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  fixture.write(fd, new Uint8Array(8 * 4096));
  fixture.mapFile(fd, 1024, 8, SHARED);
  fixture.mapFile(fd, 2048, 8, PRIVATE);
  for (let page = 0; page < 8; page++) {
    touchMemory(fixture.machine, 1, (1024 + page) * 4096, {});
    touchMemory(fixture.machine, 1, (2048 + page) * 4096, { write: page % 2 === 1 });
  }
  const pte = (page: number) => fixture.state.space(1).pte(page);
  return {
    fixture,
    fd,
    present: (first) => Array.from({ length: 8 }, (_, step) => pte(first + step) === 0 ? "." : "#").join(""),
  };
}

Deno.test("cutting drops pages of the file and private copies from every mapping", () => {
  const { fixture, fd, present } = twiceMapped();
  fixture.during((tx) => unmapFilePages(tx, fixture.inodeOf(fd).id, 2, 6, true));
  assertEquals([present(1024), present(2048)], ["##....##", "##....##"]);
});

Deno.test("a hole leaves private copies", () => {
  const { fixture, fd, present } = twiceMapped();
  fixture.during((tx) => unmapFilePages(tx, fixture.inodeOf(fd).id, 2, 6, false));
  assertEquals([present(1024), present(2048)], ["##....##", "##.#.###"]);
});

Deno.test("guard markers stay", () => {
  const { fixture, fd, present } = twiceMapped();
  fixture.call("madvise", { address: 1026 * 4096, lengthBytes: 8192, advice: 102 });
  fixture.during((tx) => unmapFilePages(tx, fixture.inodeOf(fd).id, 0, 8, true));
  assertEquals(present(1024), "..##....");
});

Deno.test("mappings are visited by the pages of the file that they show", () => {
  const { fixture, fd } = twiceMapped();
  const parts: number[][] = [];
  forEachMapping(fixture.inodeOf(fd), 6, 100, (vma, first, end) => {
    parts.push([vma.startPage, first, end]);
  });
  assertEquals(parts, [[1024, 1030, 1032], [2048, 2054, 2056]]);
});
