/**
 * Writing a log: header, whole encoded events, trailer, each passed on to a sink as bytes. What the sink has been
 * given is never taken back, so a file behind it is append-only and may be cut at any moment.
 *
 *     new ──header──▶ between events ──beginEvent──▶ in an event
 *                      │  ▲  └─flush─┘ ◀──endEvent, endWritten, abandonEvent
 *                      │  └ a block whose payload is full goes out with the event that filled it
 *                      └──close──▶ closed              (a sink that throws: failed, for good)
 *
 * WR1. A block goes to the sink whole, in one call.
 * WR2. beginEvent() returns true exactly when the event is the first of a block: the caller then cuts its delta
 *      state, so that the block decodes alone.
 * WR3. The same calls give the same bytes: a block ends by its length or by flush(), never by time.
 * WR4. A full block goes out with the event that filled it; so what is not yet out is less than a block.
 * WR5. The digest that a block carries is asked for when the block ends (digestSource): keeping it up to date costs
 *      more than the event where user code only stores bytes.
 * WR6. The sink must be done with the bytes when it returns: their memory is used again.
 *
 * @module
 */

import { assertThat } from "../assert.ts";
import { ByteWriter } from "../event/byte_writer.ts";
import { BLOCK_HEADER_BYTES, BLOCK_PAYLOAD_BYTES, chainOfHeader, makeSha256, sealBlock } from "./block.ts";
import { encodeHeader } from "./header.ts";
import type { MakeHash } from "./sha256.ts";
import { encodeTrailer } from "./trailer.ts";

/** Takes the next bytes of a log. It must have used or copied them when it returns. */
export type LogSink = (bytes: Uint8Array) => void;

/** How a log is written. */
export interface LogWriterOptions {
  /** Payload bytes at which a block is full. Default: {@linkcode BLOCK_PAYLOAD_BYTES}. */
  readonly blockPayloadBytes?: number;
  /** What hashes the chain of blocks. Default: the kernel's own SHA-256. */
  readonly makeHash?: MakeHash;
}

type Phase = "new" | "between events" | "in an event" | "closed" | "failed";

/** Event numbers are stored in 32 bits. */
const EVENT_COUNT_MAX = 2 ** 32 - 1;

/** Writes one log to a sink. */
export class LogWriter {
  readonly #sink: LogSink;
  readonly #fullBytes: number;
  readonly #makeHash: MakeHash;
  #phase: Phase = "new";
  #chain: Uint8Array = new Uint8Array(0);
  #blockCount = 0;
  #eventCount = 0;
  #firstEvent = 0;
  #digestLo = 0;
  #digestHi = 0;
  /** Where the whole events of the block end. */
  #end = BLOCK_HEADER_BYTES;
  /**
   * The block in the making: room for its header, then the payload. Between beginEvent() and endWritten() an event may be
   * written to it, where it stands then; nothing else may.
   *
   * @internal
   */
  readonly block: ByteWriter;

  /** Gives the digest of the state as it is now, when a block ends; undefined: what endEvent() was told last. */
  digestSource: (() => { readonly lo: number; readonly hi: number }) | undefined;

  /** A writer that has not written anything yet; `header` must come first. */
  constructor(sink: LogSink, options: LogWriterOptions = {}) {
    const blockPayloadBytes = options.blockPayloadBytes ?? BLOCK_PAYLOAD_BYTES;
    assertThat(blockPayloadBytes > 0, `log writer: blocks of ${blockPayloadBytes} bytes`);
    this.#sink = sink;
    this.#makeHash = options.makeHash ?? makeSha256;
    this.#fullBytes = BLOCK_HEADER_BYTES + blockPayloadBytes;
    this.block = new ByteWriter(this.#ordinaryCapacity());
  }

  /** Events appended so far, which is the number of the next one. */
  get eventCount(): number {
    return this.#eventCount;
  }

  /** Events that have gone to the sink, in whole blocks. */
  get sunkEventCount(): number {
    return this.#firstEvent;
  }

  /** Writes the header of the file, with the configuration of the run. */
  header(config: Uint8Array): void {
    this.#expect("new");
    const header = encodeHeader(config);
    this.#chain = chainOfHeader(header);
    this.#sinkWhole(header);
    this.#phase = "between events";
  }

  /** Begins an event; true when it is the first of a block, so that its encoding must not lean on any before. */
  beginEvent(): boolean {
    this.#expect("between events");
    this.#phase = "in an event";
    this.block.position = this.#end;
    return this.#end === BLOCK_HEADER_BYTES;
  }

  /**
   * Appends the event that was begun.
   *
   * @param bytes The whole encoded event, at least a byte; copied.
   * @param digestLo The low 32 bits, unsigned, of the digest of the kernel's state after the event.
   * @param digestHi The high 32 bits, unsigned, of the same digest.
   */
  endEvent(bytes: Uint8Array, digestLo: number, digestHi: number): void {
    this.#expect("in an event");
    const { block } = this;
    block.position = this.#end;
    const at = block.skip(bytes.length);
    block.bytes.set(bytes, at);
    this.#digestLo = digestLo;
    this.#digestHi = digestHi;
    this.endWritten(bytes.length);
  }

  /** Appends the event that was begun, which stands in {@linkcode LogWriter.block} already with so many bytes. */
  endWritten(lengthBytes: number): void {
    this.#expect("in an event");
    if (lengthBytes <= 0) assertThat(false, `log writer: length of an event, ${lengthBytes} bytes`);
    if (this.#eventCount >= EVENT_COUNT_MAX) assertThat(false, "log writer: 2^32 events");
    this.#end += lengthBytes;
    this.#eventCount++;
    this.#phase = "between events";
    if (this.#end >= this.#fullBytes) this.#sinkBlock();
  }

  /** Gives up the event that was begun: it never happened, and what stands before it can be flushed. */
  abandonEvent(): void {
    this.#expect("in an event");
    this.#phase = "between events";
  }

  /** Writes out what has not gone to the sink yet, as a short block: when interrupted, and at intervals. */
  flush(): void {
    this.#expect("between events");
    if (this.#end > BLOCK_HEADER_BYTES) this.#sinkBlock();
  }

  /** Flushes, and writes the trailer: the run is over. */
  close(): void {
    this.flush();
    this.#readDigest();
    this.#sinkWhole(encodeTrailer({
      eventCount: this.#eventCount,
      blockCount: this.#blockCount,
      digestLo: this.#digestLo,
      digestHi: this.#digestHi,
      chain: this.#chain,
    }));
    this.#phase = "closed";
  }

  #readDigest(): void {
    if (this.digestSource === undefined) return;
    const { lo, hi } = this.digestSource();
    this.#digestLo = lo >>> 0;
    this.#digestHi = hi >>> 0;
  }

  #sinkBlock(): void {
    this.#readDigest();
    const block = this.block.bytes.subarray(0, this.#end);
    this.#chain = sealBlock(
      block,
      {
        firstEvent: this.#firstEvent,
        eventCount: this.#eventCount - this.#firstEvent,
        digestLo: this.#digestLo,
        digestHi: this.#digestHi,
      },
      this.#chain,
      this.#makeHash,
    );
    this.#sinkWhole(block);
    this.#blockCount++;
    this.#firstEvent = this.#eventCount;
    this.#end = BLOCK_HEADER_BYTES;
    const ordinary = this.#ordinaryCapacity();
    if (this.block.bytes.length > 4 * ordinary) this.block.bytes = new Uint8Array(ordinary);
  }

  /** Passes bytes to the sink; if it throws, part of them may be out, and nothing may follow. */
  #sinkWhole(bytes: Uint8Array): void {
    const phase = this.#phase;
    this.#phase = "failed";
    this.#sink(bytes);
    this.#phase = phase;
  }

  #ordinaryCapacity(): number {
    return 2 * this.#fullBytes;
  }

  #expect(phase: Phase): void {
    if (this.#phase !== phase) assertThat(false, `log writer: expected "${phase}", is "${this.#phase}"`);
  }
}
