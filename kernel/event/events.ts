/**
 * The kernel's own events: everything that is no system call (those declare themselves, kernel/syscalls/).
 *
 * An event is a header, the effects it had, and an outcome. Ids 1 … 13 are these; calls of the kernel have 16 … 95,
 * libc's probes 96 … 111, those of fs 128 … 191. Of the codes of patterns 192 … 239 are the kernel's, 240 … 247 those of
 * fs, 248 … 255 those of libc.
 *
 * Patterns are of what programs do, recorded ones and the benchmark's: one page after another, pages here and there, a
 * library's; first the few bits that most have, then more. Contents that a recording does not know are a fill with -1.
 */

import { bool, int, list, near, text, uint } from "./field.ts";
import { is, units } from "./pattern.ts";
import { defineEvents, type EventHeaderOf } from "./schema.ts";

/** What a page fault came to: minor, major, or the signal it ended in. */
export const FAULT_OUTCOME = {
  minor: 0,
  major: 1,
  segvMapErr: 2,
  segvAccErr: 3,
  busAdrErr: 4,
  generalProtection: 5,
  outOfMemory: 6,
} as const;

/** How a fault came about, bits of its `access` field. */
export const FAULT_ACCESS = { write: 1, execute: 2, kernel: 4, protection: 8 } as const;

/**
 * Event kinds that are no calls.
 *
 * @internal
 */
export const kernelEvents = defineEvents({
  boot: {
    id: 1,
    doc: "Event 0: the machine starts. The configuration is JSON with every default expanded.",
    fields: { config: text() },
  },
  fault: {
    id: 2,
    doc: "A page fault.",
    fields: {
      process: near("process"),
      page: near("page", {}, { print: "page" }),
      offset: uint(0, { doc: "of the address in its page" }),
      access: uint(1, { doc: "1 write, 2 execute, 4 by the kernel, 8 the page was present" }),
    },
    patterns: {
      192: { fault: { page: 4, offset: 12 }, pagesFresh: {} },
      193: { fault: { process: 4, page: 19, offset: units(8, 9) }, pagesFresh: {} },
      194: { fault: { process: 4, page: 19, offset: units(8, 9) }, pagesFresh: { frame: 16, anonVma: 8 } },
      195: {
        fault: { process: 4, page: 19, offset: units(8, 9), access: is(9) },
        pagesFresh: { frame: 16, anonVma: 8 },
      },
      196: { fault: { process: 12, page: 20, offset: 12, access: 4 }, pagesFresh: { frame: 16 } },
      197: {
        fault: { process: 12, page: 20, offset: 12, access: 8 },
        pagesFresh: { space: 12, frame: 20, anonVma: 12 },
      },
      198: { fault: {}, pagesFresh: {}, bytesFill: { frame: 8, value: is(-1) } },
      199: { fault: { page: 4, offset: 12 }, pagesFresh: {}, bytesFill: { frame: 8, value: is(-1) } },
      200: {
        fault: { page: 20, offset: 12 },
        pagesFresh: { frame: 12, anonVma: 4 },
        bytesFill: { frame: 16, value: is(-1) },
      },
      201: { fault: { access: 8 }, pagesFresh: {}, bytesFill: { frame: 8, value: is(-1) } },
      204: { fault: { process: 4, page: 4, access: is(0) }, pagesZero: {} },
      205: { fault: { process: 4, page: 20, access: is(0) }, pagesZero: {} },
      206: { fault: { process: 12, page: 20, access: is(0) }, pagesZero: {} },
      207: { fault: { page: 20, offset: 12, access: is(0) }, pagesZero: {} },
      208: { fault: { access: is(0) }, pagesMap: { count: 5, frame: 11 } },
      209: {
        fault: { page: 4, access: is(9) },
        pagesMap: { frame: 12, writable: is(true), dirty: is(true) },
      },
      210: { fault: { process: 4, page: 20, access: is(0) }, pagesMap: { count: 8, page: 5, frame: 11 } },
      211: { fault: { page: 20, offset: 12, access: 4 }, pagesMap: { count: 6, page: 6, frame: 16 } },
      212: {
        fault: { page: 20, offset: 12, access: 4 },
        cacheInsert: { count: 6, index: 16, content: is(2) },
        pagesMap: { count: 6, page: 8, frame: 8 },
      },
      213: {
        fault: { process: 12, page: 20, access: is(9) },
        framesMark: { frame: 16, set: 8 },
        pagesMap: { writable: is(true), dirty: is(true) },
      },
      216: { fault: { process: 4, page: 12, access: is(9) }, pageCopy: { source: 8, frame: 8 } },
      217: {
        fault: { process: 12, page: 20, access: is(9) },
        pageCopy: { source: 12, frame: 16, anonVma: 4 },
      },
      218: { fault: { process: 12, page: 20 }, pageCopy: { source: 12, frame: 16, anonVma: 4 } },
      219: { fault: { page: 20, offset: 12, access: is(9) }, pageCopy: { source: 12, frame: 8, anonVma: 4 } },
      220: {
        fault: { process: 12, page: 20, access: is(9) },
        pageCopy: { space: 12, source: 20, frame: 20, anonVma: 12 },
      },
      222: { fault: { process: 4, page: 12, access: is(9) }, pageReuse: {} },
      223: { fault: { page: 20, offset: 12, access: is(9) }, pageReuse: { anonVma: 8 } },
    },
    outcome: {
      result: uint(0, {
        doc: "0 minor, 1 major, 2 SEGV_MAPERR, 3 SEGV_ACCERR, 4 BUS_ADRERR, 5 SI_KERNEL, 6 no memory",
      }),
    },
  },
  store: {
    id: 3,
    doc: "What user code wrote since the process's last event.",
    fields: { process: near("process") },
    patterns: {
      226: { store: { process: 4 }, bytesWrite: { frame: 15, offset: units(8, 9), bytes: "WORD" } },
      227: { store: { process: 12 }, bytesWrite: { frame: 20, offset: 12, bytes: "WORD" } },
      228: { store: { process: 4 }, bytesWrite: { frame: 16, offset: 12, bytes: "BYTES" } },
      229: { store: { process: 4 }, bytesFill: { frame: 16, offset: 12, lengthBytes: 13, value: 11 } },
      230: { store: { process: 12 }, bytesWrite: { frame: 20, offset: 16, bytes: "BYTES" } },
      231: { store: { process: 12 }, bytesFill: { frame: 20, offset: 16, lengthBytes: 16, value: 16 } },
    },
  },
  given: {
    id: 4,
    doc: "A call that a recording gives the result of: the kernel takes it as it is.",
    fields: {
      process: near("process"),
      name: text(),
      arguments: list(int()),
      path: text(),
    },
    outcome: { result: int(0, { print: "result" }) },
  },
  signal: {
    id: 5,
    doc: "A signal is delivered; one without a handler ends the process.",
    fields: {
      process: near("process"),
      number: uint(0),
      code: int(0),
      address: int(0, { print: "address" }),
    },
  },
  setup: {
    id: 6,
    doc: "The machine is furnished from outside: files that exist, an image that a recording starts from.",
    fields: { process: near("process"), what: text() },
  },
  access: {
    id: 7,
    doc: "Pages that user code touched without a fault, when references are recorded.",
    fields: {
      process: near("process"),
      page: near("page", {}, { print: "page" }),
      count: uint(1),
      write: bool(),
    },
  },
  reclaim: {
    id: 8,
    doc:
      "Pages are taken out of memory: in the background (process 0), or for a process that waits for frames.",
    fields: {
      process: near("process"),
      wanted: uint(1, { doc: "frames to make free" }),
      held: uint(0, { doc: "a frame that stays since an interrupted call uses it, + 1" }),
    },
    outcome: {
      swappedOut: uint(0, { doc: "pages that went to swap" }),
      written: uint(0, { doc: "changed pages of files that were written back first" }),
      dropped: uint(0, { doc: "pages that were dropped, the written ones among them" }),
    },
  },
  oomKill: {
    id: 9,
    doc: "Nothing can be reclaimed: the OOM killer chooses a process. Its SIGKILL is an event of its own.",
    fields: {
      process: near("process"),
      askedBy: uint(0, { doc: "the process that needed memory" }),
      residentPages: uint(0),
      swappedPages: uint(0),
      tablePages: uint(0),
    },
  },
});

/** The header of an event that is no call. */
export type KernelEventHeader = EventHeaderOf<typeof kernelEvents>;
