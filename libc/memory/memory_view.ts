/**
 * A process's memory as a state shows it: words are read without a fault and without an event. For checks of the heap,
 * and for views of the past.
 */

import {
  offsetInPage,
  PAGE_SIZE,
  pageOf,
  peekBytes,
  type PeekedPage,
  peekPage,
  peekWord,
  type State,
} from "@palimpsest/kernel";

const WORD_BYTES = 4;
const HIGH_UNIT = 2 ** 32;

/** The memory of one process in one state. */
export class MemoryView {
  private readonly bytes = new Uint8Array(WORD_BYTES);
  private readonly word = new DataView(this.bytes.buffer);
  /** Pages looked up within still(); undefined outside. */
  private pages: Map<number, PeekedPage | undefined> | undefined;

  /** The memory of process `pid` as `state` has it; when the state changes, so does what is seen. */
  constructor(private readonly state: State, private readonly pid: number) {}

  /** The 32-bit word at an address; undefined where no memory is. */
  peek32(address: number): number | undefined {
    if (this.pages !== undefined && address >= 0 && offsetInPage(address) <= PAGE_SIZE - WORD_BYTES) {
      const page = this.stillPage(this.pages, pageOf(address));
      return page === undefined ? undefined : peekWord(page, offsetInPage(address));
    }
    const count = peekBytes(this.state, this.pid, address, this.bytes);
    return count === WORD_BYTES ? this.word.getUint32(0, true) : undefined;
  }

  /** The 64-bit word at an address, which must stand for a number below 2^53; undefined where no memory is. */
  peek64(address: number): number | undefined {
    const low = this.peek32(address);
    const high = this.peek32(address + WORD_BYTES);
    return low === undefined || high === undefined ? undefined : high * HIGH_UNIT + low;
  }

  /** Runs something during which nobody stores: pages are looked up once. */
  still<T>(look: () => T): T {
    this.pages = new Map();
    try {
      return look();
    } finally {
      this.pages = undefined;
    }
  }

  /** Whether there is memory at an address. */
  isMapped(address: number): boolean {
    return this.peek32(Math.floor(address / WORD_BYTES) * WORD_BYTES) !== undefined;
  }

  /** The page as it is, looked up at most once within still(). */
  private stillPage(pages: Map<number, PeekedPage | undefined>, page: number): PeekedPage | undefined {
    if (!pages.has(page)) pages.set(page, peekPage(this.state, this.pid, page));
    return pages.get(page);
  }
}
