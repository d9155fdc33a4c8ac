/**
 * A worker of the mix: one process that touches its arena and its file, stores, allocates and makes calls.
 *
 * Where the next page of the arena lies is all that "clustered" and "scattered" mean:
 *
 *     clustered    one after another, round and round
 *     scattered    everywhere: the n-th page is n × an odd number, modulo the arena
 *
 *   MW1  Everything depends on the random numbers it is given and on the state of the machine.
 */
import { fillMemory, isPresent, isZeroPage, type Machine, storeBytes, touchMemory } from "@palimpsest/kernel";
import type { Random } from "../../kernel/testing/random.ts";
import {
  ARENA,
  ARENA_PAGES,
  BREAK_START,
  FILE,
  FILE_PAGES,
  SHARED,
  SMALL,
  SMALL_PAGES,
} from "./mix_world.ts";

/** Where the pages of the arena are touched. */
export type Locality = "clustered" | "scattered";

const PAGE = 4096;
/** An odd number: multiples of it visit every page of the arena once, far apart. */
const SCATTER_FACTOR = 40503;
/** Pages of the arena that a worker keeps, about. */
const KEPT_PAGES = ARENA_PAGES / 2;
/** Pages taken between two calls that discard some. */
const DISCARD_EVERY = 128;
/** Pages written last, to which stores go. */
const HOT_PAGES = 256;
/** Pages read as zero last, which are written later. */
const ZERO_PAGES = 64;
/** How often a page that is taken already is passed over. */
const TRIES = 16;
const MAPPINGS_KEPT = 32;
const PROT_READ = 1;
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_ANONYMOUS = 0x22;
const MADV_DONTNEED = 4;
const BREAK_STEP_BYTES = 4 * PAGE;
const BREAK_STEPS = 64;

/** One worker. */
export class MixWorker {
  private cursor = 0;
  private takenCount = 0;
  private readonly hot = new Int32Array(HOT_PAGES);
  private hotCount = 0;
  private readonly zeros: number[] = [];
  private readonly mappings: [address: number, lengthBytes: number][] = [];
  private readonly isSmallReadOnly = new Array<boolean>(SMALL_PAGES / 8).fill(false);
  private breakStep = 0;
  private filePage = 0;
  private readonly bytes = new Uint8Array(64);
  private readonly word = new Uint8Array(8);

  /** The worker that process `pid` is. */
  constructor(
    private readonly machine: Machine,
    private readonly pid: number,
    private readonly locality: Locality,
    private readonly random: Random,
  ) {}

  /** Writes a page that was never there. */
  anonymousWrite(): void {
    this.write(this.absentPage());
  }

  /** Reads one: the zero page. */
  anonymousRead(): void {
    const page = this.absentPage();
    touchMemory(this.machine, this.pid, page * PAGE, {});
    this.zeros.push(page);
    if (this.zeros.length > ZERO_PAGES) this.zeros.shift();
  }

  /** Writes a page that was read as zeros. */
  zeroWrite(): void {
    const page = this.zeros.pop();
    if (page === undefined || !isZeroPage(this.pte(page))) return this.anonymousRead();
    this.write(page);
  }

  /** Reads a page of the private file mapping, which was unmapped before when it was there. */
  fileRead(): void {
    const page = this.nextFilePage(FILE);
    if (this.pte(page) !== 0) {
      this.call("madvise", { address: page * PAGE, lengthBytes: 16 * PAGE, advice: MADV_DONTNEED });
    }
    touchMemory(this.machine, this.pid, page * PAGE, {});
  }

  /** Writes a page of the private file mapping, mapped or not. */
  fileCopy(): void {
    touchMemory(this.machine, this.pid, this.nextFilePage(FILE) * PAGE, { write: true });
  }

  /** Reads a page of the shared file mapping, then writes it. */
  fileShared(): void {
    const page = this.nextFilePage(SHARED);
    if (this.pte(page) !== 0) {
      this.call("madvise", { address: page * PAGE, lengthBytes: PAGE, advice: MADV_DONTNEED });
    }
    touchMemory(this.machine, this.pid, page * PAGE, {});
    touchMemory(this.machine, this.pid, page * PAGE, { write: true });
  }

  /** Stores to a page that was written lately: mostly a word, at times a text or a fill. */
  store(): void {
    const { random, bytes } = this;
    const page = this.hotCount === 0 ? ARENA : this.hot[random.below(Math.min(this.hotCount, HOT_PAGES))];
    const kind = random.below(10);
    const lengthBytes = kind < 7 ? 8 : kind < 9 ? 64 : 256 << random.below(5);
    const address = page * PAGE + random.below((PAGE - lengthBytes) / 8 + 1) * 8;
    if (kind === 9) {
      fillMemory(this.machine, this.pid, address, lengthBytes, random.below(256));
      return;
    }
    if (kind < 7) this.fillWord(kind);
    else for (let index = 0; index < lengthBytes; index++) bytes[index] = 32 + random.below(90);
    storeBytes(this.machine, this.pid, address, kind < 7 ? this.word : bytes);
  }

  /** A word as programs store them: a number of two bytes, an address, or, seldom, any eight bytes. */
  private fillWord(kind: number): void {
    const { random, word } = this;
    const lengthBytes = kind < 3 ? 2 : kind < 6 ? 6 : 8;
    for (let index = 0; index < lengthBytes; index++) word[index] = random.below(256);
    for (let index = lengthBytes; index < 8; index++) word[index] = 0;
  }

  /** Maps some pages, or unmaps them. */
  mapping(): void {
    const { random, mappings } = this;
    if (mappings.length < MAPPINGS_KEPT && (mappings.length === 0 || random.chance(1, 2))) {
      const lengthBytes = random.between(4, 64) * PAGE;
      const made = {
        address: 0,
        lengthBytes,
        prot: PROT_READ_WRITE,
        flags: MAP_PRIVATE_ANONYMOUS,
        fd: -1,
        offset: 0,
      };
      mappings.push([this.call("mmap", made), lengthBytes]);
    } else {
      const [[address, lengthBytes]] = mappings.splice(random.below(mappings.length), 1);
      this.call("munmap", { address, lengthBytes });
    }
  }

  /** Changes the protection of some pages. */
  protection(): void {
    const part = this.random.below(this.isSmallReadOnly.length);
    const prot = this.isSmallReadOnly[part] ? PROT_READ_WRITE : PROT_READ;
    this.isSmallReadOnly[part] = !this.isSmallReadOnly[part];
    this.call("mprotect", { address: (SMALL + 8 * part) * PAGE, lengthBytes: 8 * PAGE, prot });
  }

  /** Moves the program break up or down. */
  programBreak(): void {
    this.breakStep = this.random.below(BREAK_STEPS);
    this.call("brk", { address: BREAK_START + this.breakStep * BREAK_STEP_BYTES });
  }

  /** Makes a call that is refused. */
  failedCall(): void {
    if (this.random.chance(1, 2)) this.call("munmap", { address: 1, lengthBytes: PAGE });
    else this.call("mprotect", { address: 16 * PAGE, lengthBytes: PAGE, prot: PROT_READ });
  }

  private write(page: number): void {
    touchMemory(this.machine, this.pid, page * PAGE + 8 * this.random.below(512), { write: true });
    this.hot[this.hotCount++ % HOT_PAGES] = page;
    if (++this.takenCount % DISCARD_EVERY === 0 && this.takenCount > KEPT_PAGES) this.discard();
  }

  /** Gives a part of the arena back: the one that was taken longest ago, or another each time. */
  private discard(): void {
    const parts = ARENA_PAGES / DISCARD_EVERY;
    const part = this.locality === "clustered"
      ? Math.floor((this.cursor + KEPT_PAGES) / DISCARD_EVERY) % parts
      : (this.takenCount / DISCARD_EVERY * SCATTER_FACTOR) % parts;
    const address = (ARENA + part * DISCARD_EVERY) * PAGE;
    this.call("madvise", { address, lengthBytes: DISCARD_EVERY * PAGE, advice: MADV_DONTNEED });
  }

  /** The next page of the arena that is absent; after many that are not, any. */
  private absentPage(): number {
    let page = ARENA;
    for (let tries = 0; tries < TRIES; tries++) {
      const index = this.cursor++;
      page = ARENA + (this.locality === "clustered" ? index : Math.imul(index, SCATTER_FACTOR)) % ARENA_PAGES;
      if (page < ARENA) page += ARENA_PAGES;
      if (!isPresent(this.pte(page))) break;
    }
    return page;
  }

  private nextFilePage(area: number): number {
    this.filePage += this.locality === "clustered" ? 1 : 211;
    return area + this.filePage % FILE_PAGES;
  }

  private pte(page: number): number {
    return this.machine.state.spaceOf(this.pid).pte(page);
  }

  private call(name: string, args: Readonly<Record<string, number>>): number {
    return this.machine.call(this.pid, name, args);
  }
}
