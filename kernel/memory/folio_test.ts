/** Tests of folios: which pages belong together, and which a fault maps. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { faultRun, folioAt, gatherAround, gatherFolio } from "./folio.ts";
import { CachedRuns } from "./cached_runs.ts";
import { F_READAHEAD } from "./frame.ts";
import { VM } from "./vma_flags.ts";

const SHARED = VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE;

/** The pages that are gathered, from page 1024 on. */
function pagesOf(gather: (runs: CachedRuns) => void): string {
  const runs = new CachedRuns();
  gather(runs);
  return runs.pages.map((page) => page - 1024).join(" ");
}

/** A disk file of `pageCount` pages, written in one go and mapped at page 1024. */
function mappedFile(pageCount: number, mappedPages = pageCount): {
  fixture: FileFixture;
  fd: number;
  around: (first: number, end: number) => string;
  run: (page: number) => [page: number, count: number];
} {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, new Uint8Array(pageCount * 4096));
  fixture.mapFile(fd, 1024, mappedPages, SHARED);
  const vma = () => fixture.state.space(1).vmaAt(1024)!;
  return {
    fixture,
    fd,
    around: (first, end) =>
      pagesOf((runs) =>
        gatherAround(runs, fixture.state, vma(), fixture.inodeOf(fd), 1024 + first, 1024 + end)
      ),
    run(page) {
      const found = faultRun(fixture.state, vma(), fixture.inodeOf(fd), 1024 + page);
      return [found.page - 1024, found.count];
    },
  };
}

Deno.test("a write makes folios as large as what is left allows, aligned", () => {
  const { fixture, fd } = mappedFile(14);
  const inode = fixture.inodeOf(fd);
  assertEquals([0, 7, 8, 11, 12, 13].map((index) => folioAt(fixture.state, inode, index)), [
    { index: 0, pageCount: 8 },
    { index: 0, pageCount: 8 },
    { index: 8, pageCount: 4 },
    { index: 8, pageCount: 4 },
    { index: 12, pageCount: 2 },
    { index: 12, pageCount: 2 },
  ]);
});

Deno.test("a fault maps the whole folio when VMA, file and page table hold it", () => {
  assertEquals(mappedFile(8).run(5), [0, 8]);
  assertEquals(mappedFile(8, 7).run(5), [5, 1]);
});

Deno.test("what such a fault maps is gathered, in place of what was gathered before", () => {
  const { fixture, fd } = mappedFile(8);
  const vma = fixture.state.space(1).vmaAt(1024)!;
  const pages = pagesOf((runs) => {
    runs.add(0, 0);
    gatherFolio(runs, fixture.state, vma, fixture.inodeOf(fd), 1029);
  });
  assertEquals(pages, "0 1 2 3 4 5 6 7");
});

Deno.test("a fault maps its page alone when another entry of the folio is taken", () => {
  const { fixture, fd, run } = mappedFile(8);
  const frame = fixture.inodeOf(fd).cachedFrame(3);
  fixture.setup([{ kind: "pagesMap", space: 1, page: 1027, count: 1, frame, writable: false, dirty: false }]);
  assertEquals(run(5), [5, 1]);
});

Deno.test("fault-around reaches to the end of folios that begin in its window", () => {
  const { fixture, around } = mappedFile(14);
  fixture.setup([{
    kind: "pagesMap",
    space: 1,
    page: 1024,
    count: 1,
    frame: 1,
    writable: false,
    dirty: false,
  }]);
  assertEquals([around(1, 3), around(8, 9)], ["1 2 3 4 5 6 7", "8 9 10 11"]);
});

Deno.test("fault-around keeps to its window in the folio at the end of the file", () => {
  const { fixture, around } = mappedFile(8);
  fixture.setup([{
    kind: "pagesMap",
    space: 1,
    page: 1024,
    count: 1,
    frame: 1,
    writable: false,
    dirty: false,
  }]);
  assertEquals(around(1, 3), "1 2");
});

Deno.test("without a page table, fault-around maps nothing when the first folio found ends the file", () => {
  assertEquals(mappedFile(8).around(1, 3), "");
  assertEquals(mappedFile(14).around(1, 3), "0 1 2 3 4 5 6 7");
});

Deno.test("fault-around passes over folios with the readahead mark", () => {
  const { fixture, fd, around } = mappedFile(14);
  const frame = fixture.inodeOf(fd).cachedFrame(8);
  fixture.setup([{ kind: "framesMark", frame, count: 1, set: F_READAHEAD, clear: 0 }]);
  assertEquals(around(4, 13), "0 1 2 3 4 5 6 7 12");
});
