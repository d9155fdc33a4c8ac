/** Tests of ELF headers: what is written is read back, and what is no program is refused. */
import { assertEquals } from "@std/assert";
import { type ElfProgram, encodeElf, parseElf } from "./elf.ts";

const program: ElfProgram = {
  isRelocatable: true,
  entry: 0x1040,
  segments: [
    { address: 0, fileOffset: 0, fileBytes: 0x300, memoryBytes: 0x300, rights: 4 },
    { address: 0x1000, fileOffset: 0x1000, fileBytes: 0x1800, memoryBytes: 0x1800, rights: 5 },
    { address: 0x4010, fileOffset: 0x3010, fileBytes: 0x20, memoryBytes: 0x3000, rights: 6 },
  ],
};

function pageOf(elf: ElfProgram): Uint8Array {
  const page = new Uint8Array(4096);
  page.set(encodeElf(elf));
  return page;
}

Deno.test("the headers of a program are read as they were written", () => {
  assertEquals(parseElf(pageOf(program)), program);
  const fixed = { ...program, isRelocatable: false, entry: 0x40_1000 };
  assertEquals(parseElf(pageOf(fixed)), fixed);
});

Deno.test("what is no 64-bit x86-64 program is refused", () => {
  const change = (offset: number, value: number) => {
    const page = pageOf(program);
    page[offset] = value;
    return parseElf(page);
  };
  assertEquals(parseElf(new Uint8Array(63)), undefined);
  assertEquals(parseElf(new Uint8Array(4096)), undefined);
  assertEquals(change(1, 0x46), undefined, "magic");
  assertEquals(change(4, 1), undefined, "32 bits");
  assertEquals(change(16, 1), undefined, "an object file");
  assertEquals(change(18, 3), undefined, "another processor");
  assertEquals(change(54, 32), undefined, "another size of program headers");
  assertEquals(change(56, 0), undefined, "no segments");
  assertEquals(change(56, 200), undefined, "headers beyond the page");
  assertEquals(change(64, 3), undefined, "an interpreter");
});

Deno.test("segments that overlap, or whose address does not fit their place in the file, are refused", () => {
  const withSegment = (segment: Partial<ElfProgram["segments"][number]>) =>
    parseElf(pageOf({ ...program, segments: [program.segments[0], { ...program.segments[1], ...segment }] }));
  assertEquals(withSegment({ address: 0x200, fileOffset: 0x200 }), undefined);
  assertEquals(withSegment({ address: 0x1010 }), undefined);
  assertEquals(withSegment({ memoryBytes: 0x17ff }), undefined);
});
