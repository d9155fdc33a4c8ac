/**
 * Loading a program into the acting process (fs/exec.c; fs/binfmt_elf.c: load_elf_binary; arch/x86/mm/mmap.c).
 *
 *     0x555555554000  r--p r-xp r--p rw-p   segments of the file, each where its header says
 *                     rw-p                  bss behind the last page of data
 *     start_brk ────────────────────────────
 *     mmap_base - 8   [vvar] [vvar_vclock] [vdso]
 *     mmap_base ────────────────────────────  below the stack by its limit (at least 128 MiB) and the guard gap
 *     0x7ffffffde000  rw-p [stack]            arguments, environment, auxiliary vector (initial_stack.ts)
 *
 *   EX1  Nothing of the old image is lost before everything that can be refused was checked.
 *   EX2  Writing the stack and zeroing what follows the data in its last page fault as the kernel's copies do: the event
 *        is split there.
 */

import { addressOf, offsetInPage, PAGE_SIZE, pageOf, pagesSpanning, TASK_SIZE } from "../address.ts";
import { E2BIG, EACCES, ENOEXEC, ENOMEM } from "../errno.ts";
import { STACK_GUARD_GAP_PAGES } from "../limits.ts";
import { cachePage } from "../memory/page_cache.ts";
import { writeUserBytes } from "../memory/user_bytes.ts";
import { copyToUser } from "../memory/user_copy.ts";
import { VM } from "../memory/vma_flags.ts";
import { readInto } from "../state/content.ts";
import { FILE_REGULAR } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { type ElfProgram, type ElfSegment, parseElf, SEGMENT_RIGHTS } from "./elf.ts";
import { buildImage, type ImageVma } from "./image.ts";
import { type InitialStack, initialStack, type StartArguments } from "./initial_stack.ts";
import { deliverSignal, forgetHandlers, SIGNAL } from "./signal.ts";

/** Where a relocatable program is loaded: ELF_ET_DYN_BASE without randomization. */
export const LOAD_ADDRESS = Math.floor(TASK_SIZE / 3 * 2 / PAGE_SIZE) * PAGE_SIZE;
const LEAST_GAP_BYTES = 128 * 2 ** 20;
/** Pages that a stack has below its arguments (stack_expand: 128 KiB). */
const STACK_EXTRA_PAGES = 32;
/** The kernel's special mappings at mmap_base, the lowest first. */
const VVAR_PAGES = 4;
const VCLOCK_PAGES = 2;
const VDSO_PAGES = 2;
/** Bytes of a process's name without its zero (TASK_COMM_LEN). */
const NAME_BYTES = 15;
const LEAST_ARGUMENT_BYTES = 128 * 1024;
const EXECUTE_BITS = 0o111;
const MAY_ALL = VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC;

/** Where the top-down search of mmap starts: mmap_base() without randomization. */
export function mmapBase(stackLimitBytes: number): number {
  const wanted = Math.max(stackLimitBytes + addressOf(STACK_GUARD_GAP_PAGES), LEAST_GAP_BYTES);
  const gap = Math.min(wanted, Math.floor(TASK_SIZE / 6) * 5);
  return Math.ceil((TASK_SIZE - gap) / PAGE_SIZE) * PAGE_SIZE;
}

/** A program in its place: what its headers say, moved to where it is loaded. */
export interface PlacedProgram extends ElfProgram {
  /** What was added to the addresses of its headers. */
  readonly loadAddress: number;
}

/** The stack that a placed program starts with. */
export function startStack(program: PlacedProgram, start: StartArguments, topPage: number): InitialStack {
  return initialStack(start, {
    entry: program.entry,
    headersAddress: program.loadAddress + 64,
    headerCount: program.segments.length,
    vdsoAddress: addressOf(topPage - VDSO_PAGES),
  });
}

/**
 * Replaces the acting process's image by the program in a file.
 *
 * @param inode The program's file.
 * @returns 0, or -EACCES, -ENOEXEC, -E2BIG, -ENOMEM with the old image untouched. When memory runs out after that, the
 *   process is killed.
 */
export function execProgram(tx: Transaction, inode: number, start: StartArguments): number {
  const { making: { fileKind }, mode } = tx.state.inode(inode);
  if (fileKind !== FILE_REGULAR || (mode & EXECUTE_BITS) === 0) return -EACCES;
  const stackLimitBytes = tx.process.limits[RLIMIT.STACK].soft;
  const topPage = pageOf(mmapBase(stackLimitBytes));
  const program = placedProgram(tx, inode);
  if (typeof program === "number") return program;
  const stack = startStack(program, start, topPage);
  if (stack.bytes.length > Math.max(LEAST_ARGUMENT_BYTES, stackLimitBytes / 4)) return -E2BIG;
  const file = tx.state.counters.file + 1;
  tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDONLY | OPEN.LARGEFILE });
  const data = program.segments.at(-1)!;
  buildImage(tx, {
    name: baseName(start.path).slice(0, NAME_BYTES),
    topPage,
    startBreak: addressOf(pagesSpanning(data.address + data.memoryBytes)),
    startData: data.address,
    endData: data.address + data.fileBytes,
    vmas: [
      ...program.segments.flatMap((segment) => segmentVmas(segment, file, inode)),
      ...specialVmas(topPage),
      stackVma(stack),
    ],
  });
  forgetHandlers(tx);
  if (!fillImage(tx, program, stack)) {
    const { pid } = tx;
    tx.defer((machine) => void deliverSignal(machine, pid, SIGNAL.SIGKILL));
  }
  return 0;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Reads the headers of a program and moves it to where it is loaded; a negated errno when that cannot be. */
function placedProgram(tx: Transaction, inodeId: number): PlacedProgram | number {
  if (tx.state.inode(inodeId).cachedFrame(0) < 0) tx.reserve(1);
  const inode = tx.state.inode(inodeId);
  const bytes = new Uint8Array(Math.min(PAGE_SIZE, inode.sizeBytes));
  if (bytes.length === 0) return -ENOEXEC;
  const { frame } = cachePage(tx, inode, 0);
  if (frame < 0) return -ENOMEM;
  readInto(tx.state.content(frame), 0, bytes, 0, bytes.length);
  const program = parseElf(bytes);
  return program === undefined ? -ENOEXEC : placeProgram(program);
}

/** Moves a program to where it is loaded. */
export function placeProgram(program: ElfProgram): PlacedProgram {
  const loadAddress = program.isRelocatable ? LOAD_ADDRESS : 0;
  return {
    ...program,
    loadAddress,
    entry: program.entry + loadAddress,
    segments: program.segments.map((segment) => ({ ...segment, address: segment.address + loadAddress })),
  };
}

/** The mapping of a segment's part of the file, and of its bss behind the last page of that. */
function segmentVmas(segment: ElfSegment, file: number, inode: number): ImageVma[] {
  const { address, fileOffset, fileBytes, memoryBytes, rights } = segment;
  const startPage = pageOf(address);
  const fileEndPage = pagesSpanning(address + fileBytes);
  const endPage = pagesSpanning(address + memoryBytes);
  const isWritable = (rights & SEGMENT_RIGHTS.WRITE) !== 0;
  const flags = MAY_ALL | ((rights & SEGMENT_RIGHTS.READ) !== 0 ? VM.READ : 0) |
    (isWritable ? VM.WRITE | VM.ACCOUNT : 0) | ((rights & SEGMENT_RIGHTS.EXECUTE) !== 0 ? VM.EXEC : 0);
  const vmas: ImageVma[] = [];
  if (fileBytes > 0) {
    const pageOffset = pageOf(fileOffset);
    vmas.push({ startPage, endPage: fileEndPage, flags, file, inode, pageOffset, name: "", present: [] });
  }
  const bssPage = fileBytes > 0 ? fileEndPage : startPage;
  if (endPage > bssPage) vmas.push(anonymousVma(bssPage, endPage, flags, ""));
  return vmas;
}

function anonymousVma(startPage: number, endPage: number, flags: number, name: string): ImageVma {
  return { startPage, endPage, flags, file: 0, inode: 0, pageOffset: startPage, name, present: [] };
}

function specialVmas(topPage: number): ImageVma[] {
  const vvarFlags = VM.READ | VM.MAYREAD | VM.IO | VM.PFNMAP | VM.DONTEXPAND | VM.DONTDUMP;
  const vdsoFlags = VM.READ | VM.EXEC | MAY_ALL | VM.DONTEXPAND;
  const vdso = topPage - VDSO_PAGES;
  const vclock = vdso - VCLOCK_PAGES;
  return [
    anonymousVma(vclock - VVAR_PAGES, vclock, vvarFlags, "[vvar]"),
    anonymousVma(vclock, vdso, vvarFlags, "[vvar_vclock]"),
    anonymousVma(vdso, topPage, vdsoFlags, "[vdso]"),
  ];
}

function stackVma({ stringsAddress }: InitialStack): ImageVma {
  const flags = VM.READ | VM.WRITE | MAY_ALL | VM.ACCOUNT | VM.GROWSDOWN;
  return anonymousVma(pageOf(stringsAddress) - STACK_EXTRA_PAGES, pageOf(TASK_SIZE), flags, "[stack]");
}

/**
 * What the kernel writes into a new image: the strings, zeros behind the data, the tables on the stack; false when memory
 * runs out.
 */
function fillImage(tx: Transaction, program: PlacedProgram, stack: InitialStack): boolean {
  const stringsOffset = stack.stringsAddress - stack.stackPointer;
  const hasStrings = writeUserBytes(tx, stack.stringsAddress, stack.bytes.slice(stringsOffset));
  const isZeroed = program.segments.every((segment) => zeroRest(tx, segment));
  return writeUserBytes(tx, stack.stackPointer, stack.bytes.slice(0, stringsOffset)) && hasStrings &&
    isZeroed;
}

/** Zeros from the end of a segment's part of the file to the end of its page (padzero). */
function zeroRest(tx: Transaction, { address, fileBytes, memoryBytes }: ElfSegment): boolean {
  const end = address + fileBytes;
  if (fileBytes === 0 || fileBytes === memoryBytes || offsetInPage(end) === 0) return true;
  const lengthBytes = PAGE_SIZE - offsetInPage(end);
  return copyToUser(tx, end, lengthBytes, (frame, offset, _done, partBytes) => {
    tx.emit({ kind: "bytesFill", frame, offset, lengthBytes: partBytes, value: 0 });
  }) === lengthBytes;
}
