/**
 * The table of a log's whole blocks: one row a block, in columns of plain numbers, made when the log is opened.
 * It is what seeking starts from: which block holds event N, and where its bytes lie.
 *
 *     block            0      1      2    …
 *     firstEvent       0    812   1204    …      firstEvent[k + 1] = firstEvent[k] + eventCount[k]
 *     eventCount     812    392    …
 *     payloadOffset   96   66 k    …             the chain hash stands at payloadOffset - 36
 *
 * BI1. Rows are in the order of the file, without gaps: every event below `eventCount` is in exactly one block.
 * BI2. Columns hold `blockCount` rows; what lies behind them in the arrays is spare.
 *
 * @module
 */

import { assertThat } from "../assert.ts";
import { BLOCK_HEADER_BYTES, type BlockSummary } from "./block.ts";

/** The table of the whole blocks of a log. Rows are added only while the log is being opened. */
export class BlockIndex {
  /** Where each payload begins in the log's bytes. A double a row, as a log may pass 4 GiB. */
  payloadOffset: Float64Array = new Float64Array(16);
  /** Bytes of each payload, as stored. */
  payloadBytes: Uint32Array = new Uint32Array(16);
  /** The number of each block's first event. */
  firstEvent: Uint32Array = new Uint32Array(16);
  /** Events in each block. */
  eventCount: Uint32Array = new Uint32Array(16);
  /** The low halves of the digests of the kernel's state after each block's last event. */
  digestLo: Uint32Array = new Uint32Array(16);
  /** The high halves of the same digests. */
  digestHi: Uint32Array = new Uint32Array(16);
  #blockCount = 0;

  /** Rows in the table. */
  get blockCount(): number {
    return this.#blockCount;
  }

  /** Events in all its blocks: the number of the first event that is not there. */
  get totalEvents(): number {
    const last = this.#blockCount - 1;
    return last < 0 ? 0 : this.firstEvent[last] + this.eventCount[last];
  }

  /** Where the last whole block ends in the log's bytes; undefined when there is none. */
  get endOffset(): number | undefined {
    const last = this.#blockCount - 1;
    return last < 0 ? undefined : this.payloadOffset[last] + this.payloadBytes[last];
  }

  /**
   * Adds the row of the next block, which begins (with its header) at `blockOffset`.
   *
   * @internal
   */
  append(blockOffset: number, payloadBytes: number, summary: BlockSummary): void {
    assertThat(
      summary.firstEvent === this.totalEvents,
      `block index: event ${summary.firstEvent} after ${this.totalEvents} events`,
    );
    if (this.#blockCount === this.firstEvent.length) this.#grow(2 * this.#blockCount);
    const row = this.#blockCount++;
    this.payloadOffset[row] = blockOffset + BLOCK_HEADER_BYTES;
    this.payloadBytes[row] = payloadBytes;
    this.firstEvent[row] = summary.firstEvent;
    this.eventCount[row] = summary.eventCount;
    this.digestLo[row] = summary.digestLo;
    this.digestHi[row] = summary.digestHi;
  }

  /** The block that holds event `eventNumber`, which must be below `totalEvents`. */
  blockOfEvent(eventNumber: number): number {
    assertThat(
      eventNumber >= 0 && eventNumber < this.totalEvents,
      `block index: event ${eventNumber} of ${this.totalEvents}`,
    );
    let low = 0;
    let high = this.#blockCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.firstEvent[middle] <= eventNumber) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #grow(rows: number): void {
    const longer = <Column extends Float64Array | Uint32Array>(wider: Column, column: Column): Column => {
      wider.set(column);
      return wider;
    };
    this.payloadOffset = longer(new Float64Array(rows), this.payloadOffset);
    this.payloadBytes = longer(new Uint32Array(rows), this.payloadBytes);
    this.firstEvent = longer(new Uint32Array(rows), this.firstEvent);
    this.eventCount = longer(new Uint32Array(rows), this.eventCount);
    this.digestLo = longer(new Uint32Array(rows), this.digestLo);
    this.digestHi = longer(new Uint32Array(rows), this.digestHi);
  }
}
