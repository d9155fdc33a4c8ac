/**
 * One process's way to its memory: loads and stores of words at the speed of a few array accesses.
 *
 *      address ──▶ page ──▶ translation kept? ── yes ──▶ content of the frame
 *                               └── no ──▶ MMU (mmu.ts): faults, signals ──▶ kept from now on
 *
 *   MP1  What an access does is what touchMemory() and the reducers of bytes would do: the same faults, the same bytes,
 *        the same digest. The log has the runs of bytes that were stored (pending_stores.ts).
 *   MP2  A translation is good while the machine's mapping version and the state's epoch are those it was made under:
 *        every effect changes the version but plain stores and those that only map what was absent; a checkpoint
 *        changes the epoch. A content that is replaced changes the version for all ports but the one that did it.
 *   MP3  When accesses are recorded, no translation is kept: each access goes through the MMU, which notes it.
 *
 * Words are little-endian. A failed access returns NO_WORD or false, and `signal` says what it met.
 */

import { offsetInPage, PAGE_SIZE, pageOf } from "./address.ts";
import { assertThat } from "./assert.ts";
import type { Machine } from "./machine.ts";
import { MAPS } from "./memory/frame.ts";
import { isWritable, pteFrame } from "./memory/pte.ts";
import { type AccessSignal, touchMemory } from "./mmu.ts";
import { keepContent } from "./reduce/frames.ts";
import { type Content, fillBytes, readByte, readInto, writeBytes } from "./state/content.ts";
import { ContentBytes, wordAt, writeIntoPage, writeWord } from "./state/content_bytes.ts";
import { nonCanonicalSignal } from "./user_memory.ts";

/** What a load returns when it met a signal. */
export const NO_WORD: number = -1;

/** Translations kept: one of the pages whose numbers have the same low bits; the rest of the number is its tag. */
const KEPT_COUNT = 2048;
const NO_TAG = -1;
/** Words of a translation: tag, frame, whether it permits writing, the frame's number in pending_stores.ts and its serial. */
const ENTRY_WORDS = 8;
const FRAME = 1;
const WRITABLE = 2;
const NUMBER = 3;
const SERIAL = 4;
/** In place of the words of a content that has none. */
const NO_WORDS = new Int32Array(0);
const LAST_WORD_OFFSET = PAGE_SIZE - 4;

/** See the head of this file. */
export class MemoryPort {
  /** What the last access that failed met. */
  signal: AccessSignal | undefined;
  private readonly entries = new Int32Array(KEPT_COUNT * ENTRY_WORDS).fill(NO_TAG);
  private readonly contents: Content[] = new Array(KEPT_COUNT).fill(0);
  /** The words of contents that are whole pages of bytes. */
  private readonly words: Int32Array[] = new Array(KEPT_COUNT).fill(NO_WORDS);
  private version = -1;
  private epoch = -1;
  private readonly bytes = new Uint8Array(8);
  private readonly view = new DataView(this.bytes.buffer);

  /** The memory of process `pid`. */
  constructor(private readonly machine: Machine, private readonly pid: number) {}

  /** Loads a byte, or NO_WORD. */
  load8(address: number): number {
    const page = Math.floor(address / PAGE_SIZE);
    const kept = this.translate(page, address, false);
    return kept < 0 ? NO_WORD : Math.max(0, readByte(this.contents[kept], address - page * PAGE_SIZE));
  }

  /** Loads 32 bits, or NO_WORD. Unknown bytes are 0. */
  load32(address: number): number {
    const page = Math.floor(address / PAGE_SIZE);
    const offset = address - page * PAGE_SIZE;
    if (offset > LAST_WORD_OFFSET) return this.loadAcross(address);
    const kept = this.translate(page, address, false);
    if (kept < 0) return NO_WORD;
    const words = this.words[kept];
    if (words !== NO_WORDS) return wordAt(words, offset);
    readInto(this.contents[kept], offset, this.bytes, 0, 4);
    return this.view.getUint32(0, true);
  }

  /** Stores a byte. */
  store8(address: number, value: number): boolean {
    this.bytes[0] = value;
    return this.storeWithin(address, this.bytes, 0, 1);
  }

  /** Stores 32 bits. */
  store32(address: number, value: number): boolean {
    const page = Math.floor(address / PAGE_SIZE);
    const offset = address - page * PAGE_SIZE;
    if (offset > LAST_WORD_OFFSET) return this.storeAcross(address, value);
    const kept = this.translate(page, address, true);
    if (kept < 0) return false;
    const content = this.contents[kept];
    if (content instanceof ContentBytes && this.mayWriteInPlace(content)) {
      this.note(kept, offset, 4);
      writeWord(content, offset, value);
      return true;
    }
    this.view.setUint32(0, value, true);
    this.write(kept, offset, this.bytes, 0, 4);
    return true;
  }

  /** Whether a word of a few bytes may be stored; faults are taken. */
  mayStore(address: number, lengthBytes: number): boolean {
    const last = address + lengthBytes - 1;
    if (this.translate(pageOf(address), address, true) < 0) return false;
    return pageOf(last) === pageOf(address) ||
      this.translate(pageOf(last), pageOf(last) * PAGE_SIZE, true) >= 0;
  }

  /** Loads bytes into `target`; how many there were before a signal. */
  loadBytes(address: number, target: Uint8Array): number {
    for (let done = 0; done < target.length;) {
      const at = address + done;
      const offset = offsetInPage(at);
      const partBytes = Math.min(PAGE_SIZE - offset, target.length - done);
      const kept = this.translate(pageOf(at), at, false);
      if (kept < 0) return done;
      readInto(this.contents[kept], offset, target, done, partBytes);
      done += partBytes;
    }
    return target.length;
  }

  /** Stores bytes one after another; how many there were before a signal. */
  storeBytes(address: number, source: Uint8Array): number {
    for (let done = 0; done < source.length;) {
      const partBytes = Math.min(PAGE_SIZE - offsetInPage(address + done), source.length - done);
      if (!this.storeWithin(address + done, source, done, partBytes)) return done;
      done += partBytes;
    }
    return source.length;
  }

  /** Stores one byte value over a range; how many bytes before a signal. */
  fill(address: number, lengthBytes: number, value: number): number {
    for (let done = 0; done < lengthBytes;) {
      const at = address + done;
      const offset = offsetInPage(at);
      const partBytes = Math.min(PAGE_SIZE - offset, lengthBytes - done);
      const kept = this.translate(pageOf(at), at, true);
      if (kept < 0) return done;
      const { machine, pid } = this;
      if (!machine.isStoring(pid)) machine.beginStores(pid);
      machine.pendingStores.addFill(this.openFrame(kept), offset, partBytes, value & 0xff);
      const before = this.contents[kept];
      this.replace(kept, fillBytes(machine.state.epoch, before, offset, partBytes, value & 0xff));
      done += partBytes;
    }
    return lengthBytes;
  }

  /** The number of a page's translation, made if need be; -1 when the access met a signal. */
  private translate(page: number, address: number, write: boolean): number {
    const { machine, entries } = this;
    if (this.version !== machine.mappingVersion || this.epoch !== machine.state.epoch) this.forget();
    const tag = Math.floor(page / KEPT_COUNT);
    const kept = page - tag * KEPT_COUNT;
    const at = kept * ENTRY_WORDS;
    if (entries[at] === tag && (!write || entries[at + WRITABLE] === 1)) return kept;
    return this.translateAnew(page, address, write);
  }

  /** Finds what a page maps, faulting it in. */
  private translateAnew(page: number, address: number, write: boolean): number {
    const { machine, pid, entries } = this;
    this.signal = touchMemory(machine, pid, address, { write });
    if (this.signal !== undefined) return -1;
    // A fault was an event, whose effects may have changed the version.
    if (this.version !== machine.mappingVersion) this.forget();
    const pte = machine.state.spaceOf(pid).pte(page);
    const tag = Math.floor(page / KEPT_COUNT);
    const kept = page - tag * KEPT_COUNT;
    const at = kept * ENTRY_WORDS;
    entries[at] = machine.recordsAccesses ? NO_TAG : tag;
    entries[at + FRAME] = pteFrame(pte);
    entries[at + WRITABLE] = isWritable(pte) ? 1 : 0;
    entries[at + SERIAL] = -1;
    this.setContent(kept, machine.state.content(pteFrame(pte)));
    return kept;
  }

  /** Keeps another content for a translation. */
  private setContent(kept: number, content: Content): void {
    this.contents[kept] = content;
    this.words[kept] = content instanceof ContentBytes ? content.words : NO_WORDS;
  }

  /** Forgets all translations. */
  private forget(): void {
    for (let at = 0; at < KEPT_COUNT * ENTRY_WORDS; at += ENTRY_WORDS) this.entries[at] = NO_TAG;
    this.version = this.machine.mappingVersion;
    this.epoch = this.machine.state.epoch;
  }

  /** Stores within one page. */
  private storeWithin(address: number, source: Uint8Array, from: number, lengthBytes: number): boolean {
    const kept = this.translate(pageOf(address), address, true);
    if (kept < 0) return false;
    this.write(kept, offsetInPage(address), source, from, lengthBytes);
    return true;
  }

  /** Writes bytes into the frame of a translation that permits it. */
  private write(
    kept: number,
    offset: number,
    source: Uint8Array,
    from: number,
    lengthBytes: number,
  ): void {
    this.note(kept, offset, lengthBytes);
    const content = this.contents[kept];
    if (content instanceof ContentBytes && this.mayWriteInPlace(content)) {
      writeIntoPage(content, offset, source, from, lengthBytes);
      return;
    }
    this.replace(kept, writeBytes(this.machine.state.epoch, content, offset, source, from, lengthBytes));
  }

  /** Whether a content may be written in place. */
  private mayWriteInPlace(content: ContentBytes): boolean {
    return content.unknown === null && content.epoch === this.machine.state.epoch;
  }

  /** Gives the frame of a translation a content; other ports must not write to the old one. */
  private replace(kept: number, content: Content): void {
    if (content === this.contents[kept]) return;
    const { machine, entries } = this;
    const { state } = machine;
    const frame = entries[kept * ENTRY_WORDS + FRAME];
    const leaf = state.frames.own(state.epoch, frame);
    keepContent(state, frame, leaf, state.frames.at, content);
    this.setContent(kept, content);
    machine.pendingStores.replace(entries[kept * ENTRY_WORDS + NUMBER], content);
    machine.mappingVersion++;
    // Nobody else's translation names this frame, unless another entry maps it.
    if (state.frameWord(frame, MAPS) === 1) this.version = machine.mappingVersion;
  }

  /** Notes which bytes were written. */
  private note(kept: number, offset: number, lengthBytes: number): void {
    const { machine, pid } = this;
    if (!machine.isStoring(pid)) machine.beginStores(pid);
    machine.pendingStores.add(this.openFrame(kept), offset, lengthBytes);
  }

  /** The number of a translation's frame among those that are out of the digest. */
  private openFrame(kept: number): number {
    const { machine, entries } = this;
    const { pendingStores } = machine;
    const at = kept * ENTRY_WORDS;
    if (entries[at + SERIAL] === pendingStores.serial) return entries[at + NUMBER];
    entries[at + NUMBER] = pendingStores.open(machine.state, entries[at + FRAME], this.contents[kept]);
    entries[at + SERIAL] = pendingStores.serial;
    return entries[at + NUMBER];
  }

  /** Loads a word that lies in two pages. */
  private loadAcross(address: number): number {
    this.signal = nonCanonicalSignal(address, 4);
    if (this.signal !== undefined || this.loadBytes(address, this.bytes.subarray(0, 4)) < 4) return NO_WORD;
    return this.view.getUint32(0, true);
  }

  /** A word that crosses pages: nothing is stored unless both permit it. */
  private storeAcross(address: number, value: number): boolean {
    this.signal = nonCanonicalSignal(address, 4);
    if (this.signal !== undefined || !this.mayStore(address, 4)) return false;
    this.view.setUint32(0, value, true);
    const done = this.storeBytes(address, this.bytes.subarray(0, 4));
    assertThat(done === 4, () => `a word at ${address} was stored in part`);
    return true;
  }
}
