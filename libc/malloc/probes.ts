/**
 * Probe events: what the malloc family was asked for and gave. They change no state; they put the heap's story on the
 * timeline, so that tools need not guess from memory.
 *
 *      store (the allocator's words) ── brk, mmap … ── store ── malloc(40) = 0x5555… [block 17]
 *
 *   PB1  A probe stands right after the stores and calls of what it tells.
 *   PB2  A block has the same number in every event about it, from the one that allocated it on; 0: not known.
 */

import { defineEvents, near, type PackagePart, text, uint } from "@palimpsest/kernel";

const process = near("process");
const block = near("block", { bias: 1 }, { doc: "the block's number, 0 when it is not known" });
const freedBlock = near("freedBlock", {}, { doc: "the block's number, 0 when it is not known" });
const address = near("heapAddress", {}, { print: "address", doc: "0 when there was no memory" });
const site = text("", { doc: "where the call stands, when that is known" });

/** The probes' kinds. */
export const mallocProbes = defineEvents({
  malloc: {
    id: 96,
    doc: "malloc(3) gave a block.",
    fields: { process, block, sizeBytes: uint(0), address, site },
    patterns: { 248: { malloc: { sizeBytes: 12, address: 20 } } },
  },
  calloc: {
    id: 97,
    doc: "calloc(3) gave a block of zeros.",
    fields: { process, block, count: uint(1), sizeBytes: uint(0), address, site },
  },
  memalign: {
    id: 98,
    doc: "memalign(3), aligned_alloc(3) or posix_memalign(3) gave a block.",
    fields: { process, block, alignmentBytes: uint(0), sizeBytes: uint(0), address, site },
  },
  realloc: {
    id: 99,
    doc: "realloc(3) changed a block's size, and moved it when the addresses differ.",
    fields: {
      process,
      block: freedBlock,
      from: near("heapAddress", {}, { print: "address" }),
      sizeBytes: uint(0),
      address,
      site,
    },
  },
  free: {
    id: 100,
    doc: "free(3) took a block back.",
    fields: { process, block: freedBlock, address, site },
    patterns: { 249: { free: { block: 12, address: 20 } } },
  },
  heapFault: {
    id: 101,
    doc: "The heap was misused, or a block was never freed (fault: leak).",
    fields: {
      process,
      block: freedBlock,
      address: near("heapAddress", {}, { print: "address", doc: "what was passed, or accessed" }),
      blockAddress: near("heapAddress", {}, { print: "address", doc: "the block that it is about" }),
      damagedAt: uint(0, { print: "address", doc: "the first byte that was written over; 0: none was" }),
      fault: text(),
      detail: text("", { doc: "the rest of the sentence" }),
      site,
    },
  },
});

/** The C library's part of a machine. */
export const libcPart: PackagePart = {
  owner: "libc",
  effectIds: [96, 127],
  eventIds: [96, 111],
  effects: {},
  events: mallocProbes,
  reducers: {},
  slices: {},
  calls: [],
  operations: {},
};
