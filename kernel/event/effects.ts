/**
 * The kernel's effects: every primitive change of state, as data.
 *
 * An effect carries every outcome (which frame, which slot, how VMAs merged); reducers choose nothing. A range is
 * one effect, however long. Field kinds and the registers of `near` are explained in field.ts; the numbers are part
 * of the log format and are never used again for something else.
 */

import { bool, bytes, int, list, near, text, uint } from "./field.ts";
import { defineEffects, type EffectOf } from "./schema.ts";

/**
 * Effect ids 1 … 63 are the kernel's, and 1 … 47 the codes of its shapes (48 … 63 are for other packages').
 *
 * @internal
 */
export const kernelEffects = defineEffects({
  pagesFresh: {
    id: 1,
    doc: "Take zeroed frames and map them, writable and exclusive, as anonymous pages.",
    fields: {
      space: near("space"),
      page: near("page", { advance: "count" }, { print: "page" }),
      count: uint(1),
      frame: near("frame", { advance: "count" }),
      anonVma: near("anonVma"),
      indexShift: near("freshShift", { signed: true }, {
        zeroUnsaid: true,
        doc: "page index in the VMA less the page number",
      }),
    },
    shapes: { 1: [], 2: ["frame"], 3: ["anonVma"], 4: ["frame", "anonVma"] },
  },
  pagesZero: {
    id: 2,
    doc: "Map the zero page, read-only.",
    fields: {
      space: near("space"),
      page: near("page", { advance: "count" }, { print: "page" }),
      count: uint(1),
    },
    shapes: { 5: [] },
  },
  pagesMap: {
    id: 3,
    doc: "Map a run of frames that exist already (page cache, swap cache).",
    fields: {
      space: near("space"),
      page: near("page", { advance: "count" }, { print: "page" }),
      count: uint(1),
      frame: near("cacheFrame", { advance: "count" }),
      writable: bool(),
      dirty: bool({ doc: "the entry was made for a write" }),
    },
    shapes: {
      6: [],
      7: ["count"],
      8: ["frame"],
      9: ["count", "frame"],
      10: ["page", "count"],
      11: ["page", "count", "frame"],
      30: ["writable", "dirty"],
    },
  },
  pageCopy: {
    id: 4,
    doc: "Copy on write: a new exclusive frame with the source's content replaces what the entry held.",
    fields: {
      space: near("space"),
      page: near("page", {}, { print: "page" }),
      source: near("cacheFrame"),
      frame: near("frame", { bias: 1 }),
      anonVma: near("anonVma"),
      indexShift: near("copyShift", { signed: true }, { zeroUnsaid: true }),
      readOnly: bool(),
    },
    shapes: {
      12: ["source"],
      13: ["source", "frame"],
      14: ["source", "anonVma"],
      15: ["source", "anonVma", "indexShift"],
    },
  },
  pageReuse: {
    id: 5,
    doc: "The last holder of an anonymous page makes it exclusive and writable.",
    fields: {
      space: near("space"),
      page: near("page", {}, { print: "page" }),
      anonVma: near("anonVma"),
    },
    shapes: { 16: [] },
  },
  pagesWritable: {
    id: 6,
    doc: "Every present entry of the run permits writing.",
    fields: { space: near("space"), page: near("mapPage", {}, { print: "page" }), count: uint(1) },
  },
  pagesReadOnly: {
    id: 7,
    doc: "No entry of the run permits writing; with clean, none remembers a write either (page_mkclean).",
    fields: {
      space: near("space"),
      page: near("mapPage", {}, { print: "page" }),
      count: uint(1),
      clean: bool(),
    },
  },
  pagesUnmap: {
    id: 8,
    doc: "Every entry of the run becomes absent; frames without references are free.",
    fields: { space: near("space"), page: near("page", {}, { print: "page" }), count: uint(1) },
    shapes: { 17: ["page"], 18: ["page", "count"] },
  },
  pagesMove: {
    id: 9,
    doc: "The entries of a run move to another place of the same space.",
    fields: {
      space: near("space"),
      page: near("mapPage", {}, { print: "page" }),
      toPage: near("mapPage", {}, { print: "page" }),
      count: uint(1),
    },
  },
  pagesShare: {
    id: 10,
    doc:
      "fork: the entries of a run are copied to another space; with protect, both lose their write permission.",
    fields: {
      space: near("space"),
      toSpace: near("toSpace"),
      page: near("mapPage", { advance: "count" }, { print: "page" }),
      count: uint(1),
      protect: bool(),
    },
  },
  pagesGuard: {
    id: 11,
    doc: "Guard markers take the place of absent entries.",
    fields: { space: near("space"), page: near("page", {}, { print: "page" }), count: uint(1) },
  },
  pagesSwap: {
    id: 12,
    doc: "Every entry that maps the frame's pages becomes the swap entry of its slot.",
    fields: { space: near("space"), page: near("page", {}, { print: "page" }), slot: uint() },
  },
  framesMark: {
    id: 13,
    doc: "Set and clear flags of a run of frames.",
    fields: { frame: near("cacheFrame"), count: uint(1), set: uint(0), clear: uint(0) },
    shapes: { 19: ["frame", "set"] },
  },
  cacheInsert: {
    id: 14,
    doc: "Take frames into the page cache of an inode.",
    fields: {
      inode: near("inode"),
      index: near("index", { advance: "count" }),
      count: uint(1),
      frame: near("frame", { advance: "count" }),
      content: uint(0, { doc: "0 zeros, 1 unknown, 2 what the file's storage holds" }),
      order: uint(0, { doc: "of the folios that the pages form: 2^order pages each" }),
    },
    shapes: { 24: ["index", "count", "content"] },
  },
  cacheRemove: {
    id: 15,
    doc: "Pages leave the page cache of an inode.",
    fields: { inode: near("inode"), index: near("index"), count: uint(1) },
  },
  bytesWrite: {
    id: 16,
    doc: "Bytes are written to a frame.",
    fields: { frame: near("byteFrame"), offset: uint(0), bytes: bytes() },
    shapes: { 20: ["offset", "bytes"], 21: ["frame", "offset", "bytes"] },
  },
  bytesFill: {
    id: 17,
    doc: "A run of bytes of a frame becomes one value, or unknown.",
    fields: {
      frame: near("byteFrame"),
      offset: uint(0),
      lengthBytes: uint(4096),
      value: int(0, { doc: "-1: unknown" }),
    },
    shapes: { 22: ["frame", "value"], 23: ["frame", "offset", "lengthBytes", "value"] },
  },
  bytesCopy: {
    id: 18,
    doc: "Bytes are copied from frame to frame.",
    fields: {
      source: near("sourceFrame"),
      sourceOffset: uint(0),
      frame: near("byteFrame"),
      offset: uint(0),
      lengthBytes: uint(4096),
    },
  },
  storageWrite: {
    id: 19,
    doc: "Write-back: cached pages reach the file's storage and are clean.",
    fields: { inode: near("inode"), index: near("index", { advance: "count" }), count: uint(1) },
  },
  storageDiscard: {
    id: 20,
    doc: "The file's storage forgets pages: holes again.",
    fields: { inode: near("inode"), index: near("index"), count: uint(1) },
  },
  vmaPut: {
    id: 21,
    doc: "A VMA as it stands now; it replaces the one that starts at the same page.",
    fields: {
      space: near("space"),
      startPage: near("mapPage", {}, { print: "page" }),
      endPage: near("mapPage", {}, { print: "page" }),
      flags: near("vmaFlags", {}, { print: "vmaFlags", zeroUnsaid: true }),
      file: near("vmaFile", {}, { zeroUnsaid: true }),
      inode: near("vmaInode", {}, { zeroUnsaid: true }),
      pageOffset: near("pageOffset", { from: "startPage" }),
      anonVma: near("anonVma"),
      anonChain: list(uint()),
      name: text(),
    },
    shapes: {
      25: ["endPage"],
      26: ["startPage", "endPage"],
      27: ["startPage", "endPage", "anonVma"],
      31: ["startPage", "endPage", "flags"],
      32: ["startPage", "endPage", "flags", "anonVma"],
      33: ["endPage", "flags"],
    },
  },
  vmaRemove: {
    id: 22,
    doc: "The VMA that starts here is gone.",
    fields: { space: near("space"), startPage: near("mapPage", {}, { print: "page" }) },
    shapes: { 28: ["startPage"] },
  },
  anonVmaNew: {
    id: 23,
    doc: "A new anon_vma; parent 0 makes it a root.",
    fields: { anonVma: near("anonVma"), parent: uint(0) },
  },
  spaceNew: {
    id: 24,
    doc: "A new, empty address space.",
    fields: {
      space: near("space"),
      topPage: uint(0, { print: "page", doc: "where the top-down search of mmap starts" }),
      startBreak: uint(0, { print: "address" }),
      endBreak: uint(0, { print: "address" }),
      startData: uint(0, { print: "address" }),
      endData: uint(0, { print: "address" }),
    },
  },
  spaceBreak: {
    id: 25,
    doc: "The program break moves.",
    fields: { space: near("space"), endBreak: near("break", {}, { print: "address" }) },
    shapes: { 29: ["endBreak"], 34: [] },
  },
  spaceRemove: {
    id: 26,
    doc: "An address space that nobody uses and that is empty goes.",
    fields: { space: near("space") },
  },
  processNew: {
    id: 27,
    doc: "A process starts, running.",
    fields: { process: near("process"), parent: uint(0), space: uint(0), name: text() },
  },
  processSpace: {
    id: 28,
    doc: "A process lives in another address space from now on (exec, exit: 0).",
    fields: { process: near("process"), space: uint(0), name: text() },
  },
  processState: {
    id: 29,
    doc:
      "A process changes its life-cycle state; status is its wait(2) status, or how far the call has come that it waits in.",
    fields: { process: near("process"), state: uint(0), status: uint(0) },
  },
  processParent: {
    id: 30,
    doc: "An orphan gets a new parent.",
    fields: { process: near("process"), parent: uint(0) },
  },
  processRemove: {
    id: 31,
    doc: "A zombie was waited for and is gone.",
    fields: { process: near("process") },
  },
  limitSet: {
    id: 32,
    doc: "A resource limit of a process.",
    fields: { process: near("process"), resource: uint(0), soft: uint(0), hard: uint(0) },
  },
  faultsCount: {
    id: 33,
    doc:
      "Faults taken inside a call (populate, mlock, copies of the kernel) are added to the process's counts.",
    fields: { process: near("process"), minor: uint(0), major: uint(0) },
  },
  fileNew: {
    id: 34,
    doc: "A new open-file description.",
    fields: { file: near("file"), inode: near("inode"), flags: uint(0, { print: "openFlags" }) },
  },
  filePosition: {
    id: 35,
    doc: "The position of an open file.",
    fields: { file: near("file"), position: uint(0) },
  },
  fileRemove: {
    id: 36,
    doc: "An open-file description without references goes.",
    fields: { file: near("file") },
  },
  descriptorPut: {
    id: 37,
    doc: "A descriptor names an open file.",
    fields: { process: near("process"), descriptor: uint(0), file: near("file"), closeOnExec: bool() },
  },
  descriptorRemove: {
    id: 38,
    doc: "A descriptor is closed.",
    fields: { process: near("process"), descriptor: uint(0) },
  },
  inodeNew: {
    id: 39,
    doc: "A new inode.",
    fields: {
      inode: near("inode"),
      fileKind: uint(0),
      fileSystem: uint(0),
      sizeBytes: uint(0),
      mode: uint(0, { print: "octal" }),
      links: uint(0),
      unknownStorage: bool(),
      name: text(),
    },
  },
  inodeSize: { id: 40, doc: "The size of a file.", fields: { inode: near("inode"), sizeBytes: uint(0) } },
  inodeLinks: {
    id: 41,
    doc: "How many names a file has.",
    fields: { inode: near("inode"), links: uint(0) },
  },
  inodeRemove: { id: 42, doc: "A file that nobody can reach goes.", fields: { inode: near("inode") } },
  swapCacheInsert: {
    id: 43,
    doc: "An anonymous or shmem frame gets a swap slot and enters the swap cache.",
    fields: { frame: near("cacheFrame"), slot: uint(0) },
  },
  swapCacheRemove: {
    id: 44,
    doc: "A frame leaves the swap cache; its content stays in the slot when keepSlot.",
    fields: { frame: near("cacheFrame"), keepSlot: bool() },
  },
  swapIn: {
    id: 45,
    doc: "A frame is taken for a swap slot, with the slot's content, into the swap cache.",
    fields: { frame: near("frame"), slot: uint(0), anonVma: uint(0), inode: uint(0), index: uint(0) },
  },
  cacheSwap: {
    id: 46,
    doc:
      "A shmem page's place in the page cache names its swap slot instead of a frame (slot + 1), or nothing (0).",
    fields: { inode: near("inode"), index: near("index"), slotPlusOne: uint(0) },
  },
  cacheAdopt: {
    id: 47,
    doc: "A frame of the swap cache enters the page cache of its shmem inode again.",
    fields: { inode: near("inode"), index: near("index"), frame: near("cacheFrame") },
  },
  framesOwner: {
    id: 48,
    doc: "An anonymous frame belongs to another anon_vma.",
    fields: { frame: near("cacheFrame"), count: uint(1), anonVma: near("anonVma") },
  },
  fileReadahead: {
    id: 49,
    doc: "Where reading ahead through an open file stands.",
    fields: {
      file: near("file"),
      start: uint(0),
      size: uint(0),
      asyncSize: uint(0),
      order: uint(0),
      previousPosition: int(-1),
    },
  },
  fileFlags: {
    id: 50,
    doc: "The status flags of an open file (fcntl F_SETFL).",
    fields: { file: near("file"), flags: uint(0, { print: "openFlags" }) },
  },
  storageMove: {
    id: 51,
    doc:
      "What the file's storage holds from a page on moves to another place of the file; what was there is gone.",
    fields: { inode: near("inode"), index: near("index"), count: uint(1), toIndex: uint(0) },
  },
  spaceLockedLeft: {
    id: 52,
    doc:
      "Pages stay counted as locked though no VMA locks them (mremap with MREMAP_DONTUNMAP of a locked VMA).",
    fields: { space: near("space"), pages: uint(0) },
  },
  inodeSeals: {
    id: 59,
    doc: "The seals of a file in memory.",
    fields: { inode: near("inode"), seals: uint(0, { print: "hex" }) },
  },
  inodeMode: {
    id: 53,
    doc: "The permission bits of a file (chmod).",
    fields: { inode: near("inode"), mode: uint(0, { print: "octal" }) },
  },
  inodeName: {
    id: 58,
    doc: "The name that mappings of a file show is another one (rename).",
    fields: { inode: near("inode"), name: text() },
  },
  inodeAttributes: {
    id: 54,
    doc: "The owner of a file, and the device that it stands for.",
    fields: {
      inode: near("inode"),
      uid: uint(0),
      gid: uint(0),
      device: uint(0, { doc: "major number × 256 + minor number" }),
    },
  },
  inodeTimes: {
    id: 55,
    doc: "When a file was read, written and changed last; nanoseconds of virtual time.",
    fields: {
      inode: near("inode"),
      accessed: near("time"),
      modified: near("time"),
      changed: near("time"),
    },
  },
  processCredentials: {
    id: 56,
    doc: "Who a process acts for (setuid and the like).",
    fields: {
      process: near("process"),
      uid: uint(0),
      effectiveUid: uint(0),
      savedUid: uint(0),
      gid: uint(0),
      effectiveGid: uint(0),
      savedGid: uint(0),
      groups: list(uint(0)),
    },
  },
  processPlace: {
    id: 57,
    doc:
      "Where a process stands: its working directory (0: the root), and the bits that new files do not get.",
    fields: {
      process: near("process"),
      workingDirectory: uint(0, { doc: "an inode" }),
      umask: uint(0, { print: "octal" }),
    },
  },
  signalAction: {
    id: 60,
    doc: "What a process does with a signal (sigaction).",
    fields: {
      process: near("process"),
      number: uint(0, { print: "signal" }),
      handler: uint(0, { print: "address", doc: "0 the default, 1 nothing, or the function to call" }),
      flags: uint(0, { print: "hex" }),
      mask: uint(0, { print: "hex", doc: "blocked while the handler runs; bit n - 1 for signal n" }),
    },
  },
  signalSets: {
    id: 61,
    doc: "The signals of a process that are blocked, and those that are pending.",
    fields: {
      process: near("process"),
      blocked: uint(0, { print: "hex" }),
      pending: uint(0, { print: "hex" }),
    },
  },
  processOomScore: {
    id: 62,
    doc:
      "What a process's badness is moved by when memory runs out (oom_score_adj); its children inherit it.",
    fields: { process: near("process"), biased: uint(1000, { doc: "oom_score_adj + 1000" }) },
  },
});

/** Any effect of the kernel. */
export type KernelEffect = EffectOf<typeof kernelEffects>;
/** The kernel effect of one kind. */
export type KernelEffectOf<K extends KernelEffect["kind"]> = Extract<KernelEffect, { kind: K }>;
