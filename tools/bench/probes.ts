/**
 * The probes of the mix: what a C library tells of its heap. They change no state.
 */
import { near, type PackagePart, uint } from "@palimpsest/kernel";

/** Two probes, as a package brings them. */
export const probePart: PackagePart = {
  owner: "bench",
  effectIds: [127, 127],
  eventIds: [96, 111],
  effects: {},
  events: {
    malloc: {
      id: 110,
      doc: "A block was allocated.",
      fields: {
        process: near("process"),
        block: near("block", { bias: 1 }),
        address: near("blockAddress", { advance: "sizeBytes" }, { print: "address" }),
        sizeBytes: uint(0),
      },
      patterns: {
        253: { malloc: { process: 4, sizeBytes: 12, address: 16 } },
        254: { malloc: { process: 12, block: 4, sizeBytes: 16, address: 24 } },
      },
    },
    free: {
      id: 111,
      doc: "A block was freed.",
      fields: { process: near("process"), block: near("freedBlock", { bias: 1 }) },
      patterns: { 255: { free: { process: 8 } } },
    },
  },
  reducers: {},
  slices: {},
  calls: [],
  operations: {},
};
