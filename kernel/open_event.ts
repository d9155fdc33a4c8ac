/**
 * The event that is open: begun with its header, encoded as it goes, ended with its outcome and appended to the log.
 *
 *      begin, beginFault, beginStore ──▶ effects (emitters.ts) ──▶ finish, finishPlain ──▶ append
 *
 *   OE1  One event is open at a time.
 *   OE2  It is encoded where it stands in the log's block (log/writer.ts). What is not appended was never there.
 *   OE3  Page faults and stores, which are most events, are begun by their numbers, with a header that is used again:
 *        whoever keeps a header copies it.
 */

import { assertThat } from "./assert.ts";
import type { Codec, EventCodec } from "./event/codec.ts";
import { Encoder } from "./event/encoder.ts";
import type { WriteRecord } from "./event/heads.ts";
import type { AnyRecord } from "./event/schema.ts";
import type { LogWriter } from "./log/writer.ts";

/** See the head of this file. */
export class OpenEvent {
  /** Its header; undefined between events. */
  header: AnyRecord | undefined;
  /** What encodes it. */
  readonly encoder: Encoder;
  private kind: EventCodec;
  private lengthBytes = 0;
  private readonly faultKind: EventCodec;
  private readonly storeKind: EventCodec;
  /** The functions of these kinds are called where no other is, which the engine then calls directly. */
  private readonly writeFault: WriteRecord;
  private readonly writeStore: WriteRecord;
  private readonly faultHeader = { kind: "fault", process: 0, page: 0, offset: 0, access: 0 };
  private readonly storeHeader = { kind: "store", process: 0 };

  /** No event yet. Without a log events are encoded and dropped. */
  constructor(codec: Codec, private readonly log: LogWriter | undefined) {
    this.encoder = new Encoder(codec, log?.block);
    this.faultKind = this.encoder.eventKind("fault");
    this.storeKind = this.encoder.eventKind("store");
    this.writeFault = this.faultKind.write;
    this.writeStore = this.storeKind.write;
    this.kind = this.storeKind;
  }

  /** The number of its kind. */
  get kindId(): number {
    return this.kind.id;
  }

  /** Begins an event. */
  begin(header: AnyRecord): void {
    const { encoder } = this;
    const kind = encoder.eventKind(header.kind);
    this.enter(kind, header);
    kind.write(encoder.writer, encoder.registers, header, encoder.numbers, 0);
  }

  /** Begins the event of a page fault. */
  beginFault(pid: number, page: number, offset: number, access: number): void {
    const { encoder, faultHeader } = this;
    faultHeader.process = pid;
    faultHeader.page = page;
    faultHeader.offset = offset;
    faultHeader.access = access;
    this.enter(this.faultKind, faultHeader);
    this.writeFault(encoder.writer, encoder.registers, faultHeader, encoder.numbers, 0);
  }

  /** Begins the event of what a process stores. */
  beginStore(pid: number): void {
    const { encoder, storeHeader } = this;
    storeHeader.process = pid;
    this.enter(this.storeKind, storeHeader);
    this.writeStore(encoder.writer, encoder.registers, storeHeader, encoder.numbers, 0);
  }

  /** Ends its encoding. */
  finish(outcome: Record<string, unknown>): void {
    this.lengthBytes = this.encoder.finish(outcome);
  }

  /** The same when its outcome is at its defaults. */
  finishPlain(): void {
    this.lengthBytes = this.encoder.finishPlain();
  }

  /** Appends it, encoded whole, to the log. */
  append(): void {
    if (this.log !== undefined) this.log.endWritten(this.lengthBytes);
    this.header = undefined;
  }

  /** Begins an event of a kind, but for writing its header. */
  private enter(kind: EventCodec, header: AnyRecord): void {
    if (this.header !== undefined) {
      assertThat(false, `event ${header.kind} begins within event ${this.header.kind}`);
    }
    this.header = header;
    this.kind = kind;
    if (this.log !== undefined && this.log.beginEvent()) this.encoder.resetRegisters();
    this.encoder.enter(kind);
  }
}
