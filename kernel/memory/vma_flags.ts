/**
 * VMA flags: Linux's VM_* bits (include/linux/mm.h), in the 31 bits that a small integer keeps.
 *
 * All bits below 2^31 that we use stand where Linux has them, except MERGEABLE, DROPPABLE and SEALED (2^31, 2^40 and
 * 2^42 there),
 * which take the places of bits that this machine does not have. ANON_FILE stands for what Linux keeps elsewhere: a private
 * mapping of /dev/zero has a file, and anonymous pages (vma_set_anonymous).
 */

/** The VM_* bits. */
export const VM = {
  READ: 0x1,
  WRITE: 0x2,
  EXEC: 0x4,
  SHARED: 0x8,
  MAYREAD: 0x10,
  MAYWRITE: 0x20,
  MAYEXEC: 0x40,
  MAYSHARE: 0x80,
  GROWSDOWN: 0x100,
  SEALED: 0x200,
  PFNMAP: 0x400,
  MAYBE_GUARD: 0x800,
  DROPPABLE: 0x1000,
  LOCKED: 0x2000,
  IO: 0x4000,
  SEQ_READ: 0x8000,
  RAND_READ: 0x10000,
  DONTCOPY: 0x20000,
  DONTEXPAND: 0x40000,
  LOCKONFAULT: 0x80000,
  ACCOUNT: 0x100000,
  NORESERVE: 0x200000,
  MERGEABLE: 0x400000,
  SYNC: 0x800000,
  WIPEONFORK: 0x2000000,
  DONTDUMP: 0x4000000,
  ANON_FILE: 0x8000000,
  MIXEDMAP: 0x10000000,
  HUGEPAGE: 0x20000000,
  NOHUGEPAGE: 0x40000000,
} as const;

/** Mappings that are never merged, locked or expanded (VM_SPECIAL). */
export const VM_SPECIAL = VM.IO | VM.DONTEXPAND | VM.PFNMAP | VM.MIXEDMAP;
/** Flags that do not keep VMAs from merging, and that the merged VMA has when any part had them (VM_STICKY). */
export const VM_STICKY = VM.MAYBE_GUARD;
/** Any access right at all (VM_ACCESS_FLAGS). */
export const VM_ACCESS = VM.READ | VM.WRITE | VM.EXEC;
/** The two bits of a locked VMA (VM_LOCKED_MASK). */
export const VM_LOCKED_MASK = VM.LOCKED | VM.LOCKONFAULT;
/** A stack: VM_STACK is VM_GROWSDOWN on x86. */
export const VM_STACK = VM.GROWSDOWN;

/** The two-letter names of /proc/PID/smaps' VmFlags line, in the order it prints them. */
const MNEMONICS: readonly (readonly [number, string])[] = [
  [VM.READ, "rd"],
  [VM.WRITE, "wr"],
  [VM.EXEC, "ex"],
  [VM.SHARED, "sh"],
  [VM.MAYREAD, "mr"],
  [VM.MAYWRITE, "mw"],
  [VM.MAYEXEC, "me"],
  [VM.MAYSHARE, "ms"],
  [VM.GROWSDOWN, "gd"],
  [VM.MAYBE_GUARD, "gu"],
  [VM.PFNMAP, "pf"],
  [VM.LOCKED, "lo"],
  [VM.IO, "io"],
  [VM.SEQ_READ, "sr"],
  [VM.RAND_READ, "rr"],
  [VM.DONTCOPY, "dc"],
  [VM.DONTEXPAND, "de"],
  [VM.LOCKONFAULT, "lf"],
  [VM.ACCOUNT, "ac"],
  [VM.NORESERVE, "nr"],
  [VM.SYNC, "sf"],
  [VM.WIPEONFORK, "wf"],
  [VM.DONTDUMP, "dd"],
  [VM.MIXEDMAP, "mm"],
  [VM.HUGEPAGE, "hg"],
  [VM.NOHUGEPAGE, "nh"],
  [VM.MERGEABLE, "mg"],
  [VM.DROPPABLE, "dp"],
  [VM.SEALED, "sl"],
];

/** The VmFlags line of smaps for `flags`, such as "rd wr mr mw me ac". */
export function vmFlagsText(flags: number): string {
  return MNEMONICS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name).join(" ");
}

/** The rights column of /proc/PID/maps, such as "rw-p". */
export function permissionsText(flags: number): string {
  return (flags & VM.READ ? "r" : "-") + (flags & VM.WRITE ? "w" : "-") + (flags & VM.EXEC ? "x" : "-") +
    (flags & VM.MAYSHARE ? "s" : "p");
}
