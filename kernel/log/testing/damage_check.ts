/**
 * The check that damage never gets past the reader: opens a damaged copy of a whole, closed log and compares what
 * was opened with what must be left of it. For the tests and the soak.
 *
 * DC1. A copy cut at byte `lengthBytes` is refused when the header is not whole, and otherwise opens exactly to
 *      the last block that is, is not closed, and says "not closed".
 * DC2. A copy with byte `at` changed is refused when that byte is the header's, and otherwise opens exactly to
 *      the block before the one that holds it, and names that block and a range that holds the byte.
 * DC3. Any other bytes that begin like the log are refused when they differ first in its header, and otherwise
 *      open exactly to the block before the one where they differ first.
 * DC4. What opens has the table of the undamaged log, row for row. (So its payloads are the same bytes: they lie
 *      at the same place, before the damage.)
 *
 * @module
 */

import { assertThat } from "../../assert.ts";
import { LogError } from "../log_error.ts";
import { HEADER_FIXED_BYTES } from "../header.ts";
import { type OpenedLog, openLog } from "../reader.ts";
import { TRAILER_BYTES } from "../trailer.ts";

const COLUMNS = [
  "payloadOffset",
  "payloadBytes",
  "firstEvent",
  "eventCount",
  "digestLo",
  "digestHi",
] as const;

/** Checks a whole, closed log against damaged copies of it. */
export class DamageCheck {
  readonly #log: OpenedLog;
  readonly #headerBytes: number;

  /** @param bytes A whole, closed log. It is changed for the time of a check, and left as it was. */
  constructor(readonly bytes: Uint8Array) {
    this.#log = openLog(bytes, { verifyChain: true });
    assertThat(this.#log.closed && !this.#log.damage, "damage check: the log to start from is damaged");
    this.#headerBytes = HEADER_FIXED_BYTES + this.#log.config.length;
  }

  /** The byte at which block `block` begins, with its header. */
  blockOffset(block: number): number {
    return block === 0 ? this.#headerBytes : this.#blockEnd(block - 1);
  }

  /** Opens the log cut to `lengthBytes`, and checks what is left. */
  checkCut(lengthBytes: number): void {
    assertThat(lengthBytes < this.bytes.length, `damage check: nothing is cut at ${lengthBytes}`);
    const left = openOrRefusal(this.bytes.subarray(0, lengthBytes));
    const where = `cut to ${lengthBytes} bytes`;
    if (left instanceof LogError) {
      assertThat(lengthBytes < this.#headerBytes, `${where}: refused: ${left.message}`);
      return;
    }
    assertThat(lengthBytes >= this.#headerBytes, `${where}: opened without a whole header`);
    this.#checkLeft(left, this.#wholeBlocksBefore(lengthBytes), where);
    const damage = left.damage;
    assertThat(damage?.kind === "cut" || damage?.kind === "unclosed", `${where}: ${damage?.kind}`);
    assertThat(damage.message.startsWith("The log is not closed: "), `${where}: "${damage.message}"`);
  }

  /** Opens the log with byte `at` XORed with `mask` (1 to 255), and checks what is left. */
  checkChange(at: number, mask: number): void {
    assertThat((mask & 0xff) !== 0, `damage check: mask ${mask} changes nothing`);
    this.bytes[at] ^= mask;
    const left = openOrRefusal(this.bytes);
    this.bytes[at] ^= mask;
    const where = `byte ${at} changed by ${mask}`;
    if (left instanceof LogError) {
      assertThat(at < this.#headerBytes, `${where}: refused: ${left.message}`);
      return;
    }
    assertThat(at >= this.#headerBytes, `${where}: opened with a changed header`);
    const inTrailer = at >= this.bytes.length - TRAILER_BYTES;
    const block = this.#wholeBlocksBefore(at);
    this.#checkLeft(left, block, where);
    const damage = left.damage;
    assertThat(damage?.kind === "changed", `${where}: ${damage?.kind}`);
    assertThat(damage.block === (inTrailer ? undefined : block), `${where}: block ${damage.block}`);
    assertThat(
      damage.offset <= at && at < damage.endOffset,
      `${where}: named ${damage.offset} up to ${damage.endOffset}`,
    );
  }

  /** Opens bytes that came from the log by damage of any kind, and checks what is left. */
  checkScrambled(scrambled: Uint8Array, where: string): void {
    let at = 0;
    while (at < this.bytes.length && scrambled[at] === this.bytes[at]) at++;
    assertThat(at < this.bytes.length, `damage check: ${where}: the log is all there`);
    const left = openOrRefusal(scrambled);
    if (left instanceof LogError) {
      assertThat(at < this.#headerBytes, `${where}: byte ${at} differs: refused: ${left.message}`);
      return;
    }
    assertThat(at >= this.#headerBytes, `${where}: opened with byte ${at} of the header changed`);
    this.#checkLeft(left, this.#wholeBlocksBefore(at), `${where}: byte ${at} differs`);
    assertThat(left.damage !== undefined, `${where}: byte ${at} differs: no damage`);
  }

  /** Checks that `left` is the first `wholeBlocks` blocks of the log, and not closed. */
  #checkLeft(left: OpenedLog, wholeBlocks: number, where: string): void {
    const { blocks } = this.#log;
    assertThat(!left.closed, `${where}: closed all the same`);
    assertThat(left.blocks.blockCount === wholeBlocks, `${where}: ${left.blocks.blockCount} blocks`);
    const events = wholeBlocks === 0
      ? 0
      : blocks.firstEvent[wholeBlocks - 1] + blocks.eventCount[wholeBlocks - 1];
    assertThat(left.eventCount === events, `${where}: ${left.eventCount} events, not ${events}`);
    for (let block = 0; block < wholeBlocks; block++) {
      for (const column of COLUMNS) {
        assertThat(
          left.blocks[column][block] === blocks[column][block],
          `${where}: ${column} of block ${block}`,
        );
      }
    }
  }

  /** Blocks that end at or before byte `at`. */
  #wholeBlocksBefore(at: number): number {
    let block = 0;
    while (block < this.#log.blocks.blockCount && this.#blockEnd(block) <= at) block++;
    return block;
  }

  #blockEnd(block: number): number {
    return this.#log.blocks.payloadOffset[block] + this.#log.blocks.payloadBytes[block];
  }
}

function openOrRefusal(bytes: Uint8Array): OpenedLog | LogError {
  try {
    return openLog(bytes);
  } catch (error) {
    if (error instanceof LogError) return error;
    throw error;
  }
}
