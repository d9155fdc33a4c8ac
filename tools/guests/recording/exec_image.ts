/**
 * The image of an exec record: what the recorded VMAs say of a fresh process, with what /proc/PID/maps does not show
 * filled in as execve(2) makes it (fs/binfmt_elf.c, arch/x86/mm/mmap.c; 6.18).
 *
 *     0x555555554000  r--p r-xp r--p rw-p   the program, and behind it what is zero (bss)
 *     start_brk ──────────────────────────  page after both; a program without interpreter: ELF_ET_DYN_BASE
 *     …
 *     mmap_base ──────────────────────────  below the stack by its limit (at least 128 MiB) and the guard gap
 *     0x7ffffffde000  rw-p [stack]
 *
 * EI1. Rights follow the recorded letters; every mapping of an image may be given all rights later, but [vvar]'s.
 * EI2. Private memory that is writable is accounted. The stack grows down. [vvar] has no page structures.
 */

import {
  type Image,
  type ImageVma,
  PAGE_SIZE,
  pageOf,
  type PresentPages,
  TASK_SIZE,
  VM,
} from "@palimpsest/kernel";
import type { MapsRecord, RecordedVma } from "./record.ts";

/** An open file of an image and its inode. */
export interface ImageFile {
  readonly file: number;
  readonly inode: number;
}

/** Where the top-down search of mmap starts: mmap_base() without randomization. */
export function mmapBase(stackLimitBytes: number): number {
  const stackGuardGap = 256 * PAGE_SIZE;
  const gap = Math.min(
    Math.max(stackLimitBytes + stackGuardGap, 128 * 2 ** 20),
    Math.floor(TASK_SIZE / 6) * 5,
  );
  return Math.ceil((TASK_SIZE - gap) / PAGE_SIZE) * PAGE_SIZE;
}

/** ELF_ET_DYN_BASE, rounded up to a page: where the heap of a program without interpreter starts. */
const DYNAMIC_BASE = Math.ceil(TASK_SIZE / 3 * 2 / PAGE_SIZE) * PAGE_SIZE;

/**
 * The image that an exec's maps record describes.
 *
 * @param name What the process is called: the last part of the program's path.
 * @param fileOf The open file behind a mapping's name; every name of the image has one, "[vdso]" and its like included.
 */
export function imageOf(
  maps: MapsRecord,
  { name, stackLimitBytes, fileOf }: {
    name: string;
    stackLimitBytes: number;
    fileOf: (vma: RecordedVma) => ImageFile;
  },
): Image {
  const { startBreak, startData, endData } = breakOf(maps.vmas);
  return {
    name,
    topPage: pageOf(mmapBase(stackLimitBytes)),
    startBreak,
    startData,
    endData,
    vmas: maps.vmas.map((vma) => imageVma(vma, fileOf)),
  };
}

/** Where the heap starts, and where the program's writable data lies. */
export function breakOf(
  vmas: readonly RecordedVma[],
): { startBreak: number; startData: number; endData: number } {
  const name = vmas.find((vma) => vma.name.startsWith("/"))?.name;
  const program = vmas.filter((vma) => vma.name === name);
  const data = program.findLast((vma) => vma.permissions.startsWith("rw")) ?? program.at(-1);
  if (name === undefined || data === undefined) return { startBreak: DYNAMIC_BASE, startData: 0, endData: 0 };
  const end = program.at(-1)!.end;
  const zeroed = vmas.find((vma) => vma.start === end && vma.name === "");
  // A program that is its own interpreter lies where mappings do, and its heap does not.
  const hasInterpreter = vmas.some((vma) => vma.name.startsWith("/") && vma.name !== name);
  const isAmongMappings = !hasInterpreter && data.start > DYNAMIC_BASE;
  const startBreak = isAmongMappings ? DYNAMIC_BASE : zeroed?.end ?? end;
  return { startBreak, startData: data.start, endData: data.end };
}

function imageVma(vma: RecordedVma, fileOf: (vma: RecordedVma) => ImageFile): ImageVma {
  const isAnonymous = vma.name === "" || vma.name === "[stack]" || vma.name === "[heap]";
  const startPage = pageOf(vma.start);
  return {
    startPage,
    endPage: pageOf(vma.end),
    flags: flagsOf(vma),
    ...(isAnonymous ? { file: 0, inode: 0 } : fileOf(vma)),
    pageOffset: isAnonymous ? startPage : vma.pageOffset,
    name: vma.name.startsWith("[") && vma.name !== "[heap]" ? vma.name : "",
    present: presentPages(vma),
  };
}

/** The VM flags of a recorded mapping of a fresh image. */
export function flagsOf({ permissions, name }: RecordedVma): number {
  const [read, write, execute, sharing] = permissions;
  const rights = (read === "r" ? VM.READ : 0) | (write === "w" ? VM.WRITE : 0) |
    (execute === "x" ? VM.EXEC : 0);
  if (name.startsWith("[vvar")) return rights | VM.MAYREAD | VM.IO | VM.PFNMAP | VM.DONTEXPAND | VM.DONTDUMP;
  const flags = rights | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC;
  if (name === "[vdso]") return flags | VM.DONTEXPAND;
  if (sharing === "s") return flags | VM.SHARED | VM.MAYSHARE;
  return flags | (write === "w" ? VM.ACCOUNT : 0) | (name === "[stack]" ? VM.GROWSDOWN : 0);
}

const PRESENT_KINDS: Readonly<Record<string, PresentPages["kind"]>> = {
  a: "anonymous",
  c: "anonymous",
  f: "file",
  z: "zero",
};

function presentPages({ start, residency = [] }: RecordedVma): PresentPages[] {
  const present: PresentPages[] = [];
  let page = pageOf(start);
  for (const { count, value } of residency) {
    const kind = PRESENT_KINDS[value];
    if (kind !== undefined) present.push({ page, count, kind });
    page += count;
  }
  return present;
}
