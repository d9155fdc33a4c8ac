/**
 * A ghost list: pages that are no longer in memory, by name, from the one that went first to the one that went last.
 *
 *      hash  ──▶ │ 2 │ · │ 0 │ · │ · │ 1 │     open addressing; an entry number, or EMPTY
 *      entry      0: page 81   1: page 9   2: page 40      each with its neighbours in the list, and a stamp
 *
 *   GL1  At most `capacity` pages are remembered: one more pushes out the oldest.
 *   GL2  An entry lies on the run of full places that begins at its page's own place; removing closes the run up.
 *   GL3  All operations take O(1) on average, and allocate nothing.
 */

const EMPTY = -1;
const NO_ENTRY = -1;

/** Pages remembered by name, oldest first. */
export class GhostList {
  private readonly table: Int32Array;
  private readonly mask: number;
  private readonly pages: Float64Array;
  private readonly stamps: Float64Array;
  private readonly newer: Int32Array;
  private readonly older: Int32Array;
  private oldest = NO_ENTRY;
  private newest = NO_ENTRY;
  /** First of the free entries, chained by `newer`. */
  private free = NO_ENTRY;
  private used = 0;
  /** Pages remembered. */
  size = 0;

  /** An empty list for up to `capacity` pages. */
  constructor(readonly capacity: number) {
    let tableSize = 4;
    while (tableSize < 2 * capacity) tableSize *= 2;
    this.table = new Int32Array(tableSize).fill(EMPTY);
    this.mask = tableSize - 1;
    this.pages = new Float64Array(capacity);
    this.stamps = new Float64Array(capacity);
    this.newer = new Int32Array(capacity);
    this.older = new Int32Array(capacity);
  }

  /** Whether the page is remembered. */
  has(page: number): boolean {
    return this.table[this.placeOf(page)] !== EMPTY;
  }

  /** The stamp that a remembered page was pushed with; undefined when it is not. */
  stampOf(page: number): number | undefined {
    const entry = this.table[this.placeOf(page)];
    return entry === EMPTY ? undefined : this.stamps[entry];
  }

  /** Remembers a page as the newest, with a number to keep beside it; one that was remembered already moves up. */
  push(page: number, stamp = 0): void {
    if (this.capacity === 0) return;
    this.remove(page);
    if (this.size === this.capacity) this.removeOldest();
    const entry = this.takeEntry();
    this.pages[entry] = page;
    this.stamps[entry] = stamp;
    this.older[entry] = this.newest;
    this.newer[entry] = NO_ENTRY;
    if (this.newest === NO_ENTRY) this.oldest = entry;
    else this.newer[this.newest] = entry;
    this.newest = entry;
    this.table[this.placeOf(page)] = entry;
    this.size++;
  }

  /** Forgets a page; whether it was remembered. */
  remove(page: number): boolean {
    const place = this.placeOf(page);
    const entry = this.table[place];
    if (entry === EMPTY) return false;
    this.closeUp(place);
    const newer = this.newer[entry];
    const older = this.older[entry];
    if (older === NO_ENTRY) this.oldest = newer;
    else this.newer[older] = newer;
    if (newer === NO_ENTRY) this.newest = older;
    else this.older[newer] = older;
    this.newer[entry] = this.free;
    this.free = entry;
    this.size--;
    return true;
  }

  /** Forgets the page that went first, if there is one. */
  removeOldest(): void {
    if (this.oldest !== NO_ENTRY) this.remove(this.pages[this.oldest]);
  }

  private takeEntry(): number {
    if (this.free === NO_ENTRY) return this.used++;
    const entry = this.free;
    this.free = this.newer[entry];
    return entry;
  }

  /** The place where a page's own run begins. */
  private homeOf(page: number): number {
    const high = Math.floor(page / 2 ** 32);
    const mixed = Math.imul((page >>> 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.mask;
  }

  /** Where the page stands in the table, or the empty place where it would. */
  private placeOf(page: number): number {
    let place = this.homeOf(page);
    for (; this.table[place] !== EMPTY; place = (place + 1) & this.mask) {
      if (this.pages[this.table[place]] === page) break;
    }
    return place;
  }

  /** Empties a place, and moves up what its run would lose (GL2). */
  private closeUp(place: number): void {
    let hole = place;
    for (let at = (hole + 1) & this.mask; this.table[at] !== EMPTY; at = (at + 1) & this.mask) {
      const home = this.homeOf(this.pages[this.table[at]]);
      if (((at - home) & this.mask) >= ((at - hole) & this.mask)) {
        this.table[hole] = this.table[at];
        hole = at;
      }
    }
    this.table[hole] = EMPTY;
  }
}
