/** The header of a block: all fields come back, no bit changes unseen, and the chain is what the contract says. */

import { assertEquals } from "@std/assert";
import {
  BLOCK_HEADER_BYTES,
  type BlockSummary,
  chainAfter,
  chainOfHeader,
  readBlockHeader,
  sealBlock,
} from "./block.ts";
import { crc32 } from "./crc32.ts";

const summary: BlockSummary = { firstEvent: 812, eventCount: 3, digestLo: 0xdeadbeef, digestHi: 0x80000001 };
const payload = Uint8Array.of(10, 20, 30, 40, 50);
const previousChain = chainOfHeader(Uint8Array.of(1, 2, 3));

function sealedBlock(): { block: Uint8Array; chain: Uint8Array } {
  const block = new Uint8Array(BLOCK_HEADER_BYTES + payload.length);
  block.set(payload, BLOCK_HEADER_BYTES);
  return { block, chain: sealBlock(block, summary, previousChain) };
}

Deno.test("a sealed block gives back all fields of its header, wherever it lies", () => {
  const { block, chain } = sealedBlock();
  const file = new Uint8Array(7 + block.length);
  file.set(block, 7);
  assertEquals(readBlockHeader(file, 7), {
    ...summary,
    flags: 0,
    storedBytes: payload.length,
    payloadBytes: payload.length,
    payloadCrc: crc32(payload),
    chain,
  });
});

Deno.test("sealing leaves the payload as it is", () => {
  assertEquals(sealedBlock().block.slice(BLOCK_HEADER_BYTES), payload);
});

Deno.test("a block header with any single bit flipped is not read", () => {
  const { block } = sealedBlock();
  for (let bit = 0; bit < 8 * BLOCK_HEADER_BYTES; bit++) {
    block[bit >> 3] ^= 1 << (bit & 7);
    assertEquals(readBlockHeader(block, 0), undefined);
    block[bit >> 3] ^= 1 << (bit & 7);
  }
});

Deno.test("the chain is SHA-256 over the chain before, header bytes 12 to 35 and the payload", async () => {
  const { block, chain } = sealedBlock();
  const message = Uint8Array.of(...previousChain, ...block.slice(12, 36), ...payload);
  assertEquals(chain, new Uint8Array(await crypto.subtle.digest("SHA-256", message)));
  assertEquals(chainAfter(previousChain, block), chain);
});

Deno.test("the chain does not depend on flags and stored length", () => {
  const { block, chain } = sealedBlock();
  block.fill(0xff, 4, 12);
  assertEquals(chainAfter(previousChain, block), chain);
});
