/**
 * ELF files of 64 bits (elf(5)): the headers that say what is loaded where.
 *
 *     offset 0    ELF header, 64 bytes        magic, type at 16, machine at 18, entry at 24, program headers at 32,
 *                                             their size at 54 and count at 56
 *     offset 64   program headers, 56 bytes   type at 0, flags at 4, file offset at 8, address at 16, bytes in the file
 *                 each                        at 32, bytes in memory at 40
 *
 *   EL1  The headers lie in the file's first page.
 *   EL2  A segment's address and file offset are the same modulo the page size; it has at least as many bytes in memory
 *        as in the file: the rest is zero (bss).
 */

import { PAGE_SIZE } from "../address.ts";

const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
/** Program headers that fit behind the header in one page. */
const SEGMENTS_LIMIT = Math.floor((PAGE_SIZE - HEADER_BYTES) / SEGMENT_BYTES);
const MAGIC = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1];
const TYPE_FIXED = 2;
const TYPE_RELOCATABLE = 3;
const MACHINE_X86_64 = 62;
const PT_LOAD = 1;
const PT_INTERP = 3;

/** Rights of a segment, p_flags. */
export const SEGMENT_RIGHTS = { EXECUTE: 1, WRITE: 2, READ: 4 } as const;

/** A part of the file that is mapped (PT_LOAD). */
export interface ElfSegment {
  /** Where it lies in memory, relative to the load address of a relocatable program. */
  readonly address: number;
  /** Where it lies in the file, in bytes. */
  readonly fileOffset: number;
  /** Bytes that come from the file. */
  readonly fileBytes: number;
  /** Bytes that it takes in memory; those behind the file's are zero. */
  readonly memoryBytes: number;
  /** SEGMENT_RIGHTS' bits. */
  readonly rights: number;
}

/** What the headers of a program say. */
export interface ElfProgram {
  /** A program that is loaded where the kernel likes (PIE). */
  readonly isRelocatable: boolean;
  /** Where execution starts, relative as the segments' addresses. */
  readonly entry: number;
  /** In ascending order of address. */
  readonly segments: readonly ElfSegment[];
}

/** Reads the headers in a file's first page; undefined when it is no program that can be loaded (ENOEXEC). */
export function parseElf(page: Uint8Array): ElfProgram | undefined {
  if (page.length < HEADER_BYTES || MAGIC.some((byte, index) => page[index] !== byte)) return undefined;
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const type = view.getUint16(16, true);
  const count = view.getUint16(56, true);
  const start = word(view, 32);
  const isKnown = (type === TYPE_FIXED || type === TYPE_RELOCATABLE) &&
    view.getUint16(18, true) === MACHINE_X86_64;
  if (!isKnown || view.getUint16(54, true) !== SEGMENT_BYTES) return undefined;
  if (count === 0 || start + count * SEGMENT_BYTES > page.length) return undefined;
  const segments: ElfSegment[] = [];
  for (let index = 0; index < count; index++) {
    const at = start + index * SEGMENT_BYTES;
    const kind = view.getUint32(at, true);
    if (kind === PT_INTERP) return undefined;
    if (kind === PT_LOAD) segments.push(readSegment(view, at));
  }
  const isSound = segments.length > 0 && segments.every(isLoadable) && segments.every(follows);
  return isSound ? { isRelocatable: type === TYPE_RELOCATABLE, entry: word(view, 24), segments } : undefined;
}

/** The headers of a program, to stand at the start of its file. */
export function encodeElf({ isRelocatable, entry, segments }: ElfProgram): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + Math.min(segments.length, SEGMENTS_LIMIT) * SEGMENT_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(16, isRelocatable ? TYPE_RELOCATABLE : TYPE_FIXED, true);
  view.setUint16(18, MACHINE_X86_64, true);
  view.setUint32(20, 1, true);
  putWord(view, 24, entry);
  putWord(view, 32, HEADER_BYTES);
  view.setUint16(52, HEADER_BYTES, true);
  view.setUint16(54, SEGMENT_BYTES, true);
  view.setUint16(56, segments.length, true);
  segments.forEach((segment, index) => writeSegment(view, HEADER_BYTES + index * SEGMENT_BYTES, segment));
  return bytes;
}

function readSegment(view: DataView, at: number): ElfSegment {
  return {
    address: word(view, at + 16),
    fileOffset: word(view, at + 8),
    fileBytes: word(view, at + 32),
    memoryBytes: word(view, at + 40),
    rights: view.getUint32(at + 4, true),
  };
}

function writeSegment(view: DataView, at: number, segment: ElfSegment): void {
  view.setUint32(at, PT_LOAD, true);
  view.setUint32(at + 4, segment.rights, true);
  putWord(view, at + 8, segment.fileOffset);
  putWord(view, at + 16, segment.address);
  putWord(view, at + 24, segment.address);
  putWord(view, at + 32, segment.fileBytes);
  putWord(view, at + 40, segment.memoryBytes);
  putWord(view, at + 48, PAGE_SIZE);
}

function isLoadable({ address, fileOffset, fileBytes, memoryBytes }: ElfSegment): boolean {
  return address % PAGE_SIZE === fileOffset % PAGE_SIZE && fileBytes <= memoryBytes && memoryBytes > 0;
}

function follows({ address }: ElfSegment, index: number, segments: readonly ElfSegment[]): boolean {
  if (index === 0) return true;
  const before = segments[index - 1];
  return Math.ceil((before.address + before.memoryBytes) / PAGE_SIZE) <= Math.floor(address / PAGE_SIZE);
}

function word(view: DataView, offset: number): number {
  return view.getUint32(offset + 4, true) * 2 ** 32 + view.getUint32(offset, true);
}

function putWord(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % 2 ** 32, true);
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true);
}
