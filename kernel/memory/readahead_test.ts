/**
 * Tests of reading ahead; the windows are those that Linux 6.18 was seen to read.
 */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import { cachePage } from "./page_cache.ts";
import { F_READAHEAD, FLAGS, folioOrder } from "./frame.ts";
import { VM } from "./vma_flags.ts";

const RIGHTS = VM.READ | VM.WRITE | VM.SHARED | VM.MAYSHARE;

/** A disk file of holes, of which nothing is cached. */
function emptyFile(pageCount: number): { fixture: FileFixture; fd: number; cached: () => string } {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: pageCount * 4096 });
  return { fixture, fd, cached: () => runsText(fixture.cachedPages(fd)) };
}

/** Page numbers as runs: "0-3 8". */
function runsText(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === page) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([first, last]) => first === last ? `${first}` : `${first}-${last}`).join(" ");
}

function read(fixture: FileFixture, fd: number, position: number, lengthBytes = 4): void {
  fixture.call("pread64", { fd, position, lengthBytes, outside: 1 });
}

/** Faults on page `index` through a mapping of the whole file with these flags. */
function fault(fixture: FileFixture, fd: number, index: number, flags: number): void {
  if (fixture.state.space(1).vmaAt(4096) === undefined) fixture.mapFile(fd, 4096, 4000, flags);
  const vma = fixture.state.space(1).vmaAt(4096)!;
  fixture.during((tx) => cachePage(tx, fixture.inodeOf(fd), index, vma));
}

function flagsOf(fixture: FileFixture, fd: number, index: number): number {
  return fixture.state.frameWord(fixture.inodeOf(fd).cachedFrame(index), FLAGS);
}

Deno.test("the first read of a file reads four times as much as asked and marks the second page", () => {
  const { fixture, fd, cached } = emptyFile(64);
  read(fixture, fd, 0);
  assertEquals(cached(), "0-3");
  const marked = [0, 1, 2, 3].filter((index) => (flagsOf(fixture, fd, index) & F_READAHEAD) !== 0);
  assertEquals(marked, [1]);
});

Deno.test("a read of a marked page reads the next window, in folios of four pages", () => {
  const { fixture, fd, cached } = emptyFile(64);
  read(fixture, fd, 0);
  read(fixture, fd, 4096);
  assertEquals(cached(), "0-19");
  assertEquals([3, 4, 16].map((index) => folioOrder(flagsOf(fixture, fd, index))), [0, 2, 2]);
});

Deno.test("a read in the middle reads what is asked for; one that follows it reads ahead", () => {
  const { fixture, fd, cached } = emptyFile(64);
  read(fixture, fd, 8 * 4096);
  assertEquals(cached(), "8");
  read(fixture, fd, 9 * 4096);
  assertEquals(cached(), "8-12");
  read(fixture, fd, 32 * 4096, 3 * 4096);
  assertEquals(cached(), "8-12 32-34");
});

Deno.test("a read behind pages that are cached from the start reads twice as many, and its own", () => {
  const { fixture, fd, cached } = emptyFile(64);
  fixture.write(fd, new Uint8Array(3 * 4096));
  read(fixture, fd, 3 * 4096);
  assertEquals(cached(), "0-9");
});

Deno.test("a fault reads 8 MiB around its page, and not beyond the file", () => {
  const { fixture, fd, cached } = emptyFile(3000);
  fault(fixture, fd, 1500, RIGHTS);
  assertEquals(cached(), "476-2523");
  const small = emptyFile(64);
  fault(small.fixture, small.fd, 40, RIGHTS);
  assertEquals(small.cached(), "0-63");
});

Deno.test("advice decides what a fault reads: the page alone, or as read() does", () => {
  const random = emptyFile(64);
  fault(random.fixture, random.fd, 40, RIGHTS | VM.RAND_READ);
  assertEquals(random.cached(), "40");
  const sequential = emptyFile(64);
  fault(sequential.fixture, sequential.fd, 40, RIGHTS | VM.SEQ_READ);
  assertEquals(sequential.cached(), "40-63");
});

Deno.test("a fault on code reads from its page to the end of the VMA", () => {
  const { fixture, fd, cached } = emptyFile(64);
  fixture.mapFile(fd, 4096, 48, VM.READ | VM.EXEC);
  fault(fixture, fd, 40, VM.READ | VM.EXEC);
  assertEquals(cached(), "40-47");
});

Deno.test("MADV_HUGEPAGE reads folios as large as the file allows", () => {
  const { fixture, fd, cached } = emptyFile(64);
  fault(fixture, fd, 40, RIGHTS | VM.HUGEPAGE);
  assertEquals([cached(), folioOrder(flagsOf(fixture, fd, 40))], ["0-63", 6]);
});

Deno.test("a window that meets cached pages reads the rest around them", () => {
  const { fixture, fd, cached } = emptyFile(64);
  fixture.write(fd, Uint8Array.of(1), 30 * 4096);
  fault(fixture, fd, 40, RIGHTS);
  assertEquals(cached(), "0-63");
  assertEquals(fixture.contentOf(fd, 30 * 4096, 1), Uint8Array.of(1));
});
