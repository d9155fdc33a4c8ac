/**
 * A program's file: an ELF image with its static data, and the addresses that its symbols get.
 *
 *     offset = address      r--p  ELF header
 *     0x1000                r-xp  text: nothing that could run, but functions have addresses in it
 *                           r--p  rodata, when there is any
 *                           rw-p  data: the C library's own, then the program's; behind it bss, the same
 *
 *   PF1  Offsets in the file equal addresses (less the load address), so every segment begins at a page's start.
 *   PF2  Symbols beside the declared ones: main, etext, edata, end, and the C library's.
 */

import { assertThat, encodeElf, PAGE_SIZE, roundUp, SEGMENT_RIGHTS } from "@palimpsest/kernel";
import type { ElfProgram, ElfSegment } from "@palimpsest/kernel";
import { TEXT_BYTES, TEXT_START } from "./function_place.ts";
import type { AllocatorMaking } from "../malloc/allocator.ts";
import { LIBRARY_DATA, libraryBss } from "./library_data.ts";
import type { Program } from "./program.ts";
import type { StaticData } from "./static_data.ts";

/** What text is full of: int3. */
const TRAP = 0xcc;
/** Where execution starts, and main(), relative to the text. */
const ENTRY_OFFSET = 0x40;
const MAIN_OFFSET = 0x80;

/** A program's file and what its addresses are, relative to where it is loaded. */
export interface ProgramFile {
  readonly elf: ElfProgram;
  readonly bytes: Uint8Array;
  readonly symbols: ReadonlyMap<string, number>;
}

/** Lays out a program's file, with the static data of the allocator that it is linked with. */
export function programFile(program: Program, allocator: AllocatorMaking): ProgramFile {
  const symbols = new Map([["main", TEXT_START + MAIN_OFFSET], ["etext", TEXT_START + TEXT_BYTES]]);
  const { READ, WRITE, EXECUTE } = SEGMENT_RIGHTS;
  const text = { start: TEXT_START, end: TEXT_START + TEXT_BYTES };
  const rodata = place(symbols, text.end, program.rodata);
  const dataStart = roundUp(rodata.end, PAGE_SIZE);
  const data = place(symbols, dataStart, { ...LIBRARY_DATA, ...program.data });
  const bss = place(symbols, data.end, { ...libraryBss(allocator), ...program.bss });
  symbols.set("edata", data.end).set("end", bss.end);
  const whole = (part: { start: number; end: number }, rights: number) =>
    segment(part.start, part.end, part.end, rights);
  const segments = [
    segment(0, PAGE_SIZE, PAGE_SIZE, READ),
    whole(text, READ | EXECUTE),
    ...(rodata.end > rodata.start ? [whole(rodata, READ)] : []),
    segment(dataStart, data.end, bss.end, READ | WRITE),
  ];
  const elf = { isRelocatable: true, entry: TEXT_START + ENTRY_OFFSET, segments };
  const bytes = new Uint8Array(data.end);
  bytes.set(encodeElf(elf));
  bytes.fill(TRAP, text.start, text.end);
  fillIn(bytes, symbols, program.rodata);
  fillIn(bytes, symbols, { ...LIBRARY_DATA, ...program.data });
  return { elf, bytes, symbols };
}

function segment(start: number, fileEnd: number, end: number, rights: number): ElfSegment {
  return {
    address: start,
    fileOffset: start,
    fileBytes: fileEnd - start,
    memoryBytes: end - start,
    rights,
  };
}

/** Gives static objects their places one behind the other. */
function place(
  symbols: Map<string, number>,
  start: number,
  objects: StaticData,
): { start: number; end: number } {
  let end = start;
  for (const [name, { lengthBytes, alignmentBytes }] of Object.entries(objects)) {
    assertThat(!symbols.has(name), () => `the symbol ${name} is declared twice`);
    const at = roundUp(end, alignmentBytes);
    symbols.set(name, at);
    end = at + lengthBytes;
  }
  return { start, end };
}

function fillIn(file: Uint8Array, symbols: ReadonlyMap<string, number>, objects: StaticData): void {
  for (const [name, { bytes }] of Object.entries(objects)) {
    if (bytes !== undefined) file.set(bytes, symbols.get(name)!);
  }
}
