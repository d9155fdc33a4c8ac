/**
 * Logs for the tests of the container: events are made-up bytes, as the container does not look into them.
 *
 *     event n = varying length, every byte a function of n and its place        digest after it = (n + 1) · two odd constants
 *
 * SL1. The same description gives the same bytes.
 * SL2. Every event can be made again from its number, so a test knows what a block must hold.
 *
 * @module
 */

import { LogWriter } from "../writer.ts";

/** What a sample log consists of. */
export interface SampleDescription {
  /** Events in it. */
  readonly eventCount: number;
  /** Payload bytes at which a block is full. */
  readonly blockPayloadBytes: number;
  /** The configuration. Default: a short text. */
  readonly config?: Uint8Array;
  /** Whether the trailer is written. Default: yes. */
  readonly closed?: boolean;
}

/** The configuration of a sample log that is given none. */
export const SAMPLE_CONFIG: Uint8Array = new TextEncoder().encode('{"memory":"64 MiB"}');

/** The bytes of a sample log. */
export function sampleLog(description: SampleDescription): Uint8Array {
  const sink = collectingSink();
  const writer = new LogWriter(sink.sink, { blockPayloadBytes: description.blockPayloadBytes });
  writer.header(description.config ?? SAMPLE_CONFIG);
  appendSampleEvents(writer, description.eventCount);
  if (description.closed ?? true) writer.close();
  else writer.flush();
  return sink.bytes();
}

/** Appends the sample events that come next, `count` of them. */
export function appendSampleEvents(writer: LogWriter, count: number): void {
  for (let left = count; left > 0; left--) {
    const event = writer.eventCount;
    writer.beginEvent();
    writer.endEvent(sampleEvent(event), ...sampleDigest(event));
  }
}

/** The bytes of sample event `event`: 1 to 24 of them. */
export function sampleEvent(event: number): Uint8Array {
  const bytes = new Uint8Array(1 + (Math.imul(event, 7) % 24));
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.imul(event + 1, 31) + Math.imul(at, 17);
  return bytes;
}

/** The digest after sample event `event`: low and high half, unsigned. */
export function sampleDigest(event: number): [number, number] {
  return [Math.imul(event + 1, 0x9e3779b1) >>> 0, Math.imul(event + 1, 0x85ebca6b) >>> 0];
}

/** The bytes of the sample events from `first` up to `end`, as a block holds them. */
export function sampleEvents(first: number, end: number): Uint8Array {
  const events: Uint8Array[] = [];
  for (let event = first; event < end; event++) events.push(sampleEvent(event));
  return joinBytes(events);
}

/** A sink that keeps copies of all it is given. */
export function collectingSink(): {
  sink: (bytes: Uint8Array) => void;
  pieces: Uint8Array[];
  bytes: () => Uint8Array;
} {
  const pieces: Uint8Array[] = [];
  return { sink: (bytes) => pieces.push(bytes.slice()), pieces, bytes: () => joinBytes(pieces) };
}

/** All pieces, one behind the other. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((lengthBytes, piece) => lengthBytes + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
