/**
 * Mattson's stack distances (1970): how deep in the lru stack each reference finds its page, in one pass.
 *
 *      time slots    0   1   2   3   4   5   6   7          A page is marked at the slot of its last reference.
 *      references    a   b   c   a   d                      Its distance is the number of marks at and after its own
 *      marks             b   c   a   d                      slot: for b 4, for c 3, for a 2, for d 1.
 *
 *   SD1  Marks are counted by a Fenwick tree over the slots: a reference takes O(log pages).
 *   SD2  When the slots are used up, pages are moved to the first ones in their order; there are at least twice as many
 *        slots as pages, so this costs O(1) a reference.
 *   SD3  A reference is a hit in a memory of n frames under lru exactly when its distance is at most n (the stack
 *        property), so counting distances gives the faults of every size at once.
 */

const NEVER = -1;
const NOBODY = -1;
const FIRST_SLOT_COUNT = 1024;

/** Distances of references, as they come. */
export class StackDistances {
  /** Pages referenced so far: that many references were the first of their page. */
  pageCount = 0;
  /** References so far. */
  referenceCount = 0;
  private slotCount = FIRST_SLOT_COUNT;
  /** Marks in the slots that end at slot i and are as many as the lowest bit of i + 1 says. */
  private tree = new Int32Array(FIRST_SLOT_COUNT);
  private pageAt = new Int32Array(FIRST_SLOT_COUNT).fill(NOBODY);
  private slotOf = new Int32Array(FIRST_SLOT_COUNT).fill(NEVER);
  private counts = new Float64Array(FIRST_SLOT_COUNT + 1);
  private now = 0;

  /**
   * Takes a reference.
   *
   * @param page The number of the page; numbers are given out from 0 on without gaps.
   * @returns Its distance, from 1; 0 for the first reference of a page.
   */
  reference(page: number): number {
    this.referenceCount++;
    const before = page < this.slotOf.length ? this.slotOf[page] : NEVER;
    if (before !== NEVER && before === this.now - 1) {
      this.counts[1]++;
      return 1;
    }
    if (this.now === this.slotCount) return this.referenceAnew(page);
    let distance = 0;
    if (before === NEVER) this.addPage(page);
    else {
      distance = this.pageCount - this.marksBefore(before);
      this.counts[distance]++;
      this.add(before, -1);
      this.pageAt[before] = NOBODY;
    }
    this.add(this.now, 1);
    this.pageAt[this.now] = page;
    this.slotOf[page] = this.now++;
    return distance;
  }

  /** How often each distance was met: index 1 … pageCount; index 0 is unused. */
  distanceCounts(): Float64Array {
    return this.counts.slice(0, this.pageCount + 1);
  }

  /** Makes slots free, then takes the reference. */
  private referenceAnew(page: number): number {
    this.compact();
    this.referenceCount--;
    return this.reference(page);
  }

  private addPage(page: number): void {
    this.pageCount++;
    if (page >= this.slotOf.length) {
      const larger = new Int32Array(2 * Math.max(page, this.slotOf.length)).fill(NEVER);
      larger.set(this.slotOf);
      this.slotOf = larger;
    }
    if (this.pageCount >= this.counts.length) {
      const larger = new Float64Array(2 * this.counts.length);
      larger.set(this.counts);
      this.counts = larger;
    }
  }

  /** Marks in the slots before `slot`. */
  private marksBefore(slot: number): number {
    let sum = 0;
    for (let at = slot; at > 0; at &= at - 1) sum += this.tree[at - 1];
    return sum;
  }

  private add(slot: number, delta: number): void {
    for (let at = slot + 1; at <= this.slotCount; at += at & -at) this.tree[at - 1] += delta;
  }

  /** Moves the marks to the first slots, in their order; twice as many slots when more than half are marked (SD2). */
  private compact(): void {
    const before = this.pageAt;
    if (2 * this.pageCount > this.slotCount) this.slotCount *= 2;
    this.pageAt = new Int32Array(this.slotCount).fill(NOBODY);
    this.tree = new Int32Array(this.slotCount);
    this.now = 0;
    for (const page of before) {
      if (page === NOBODY) continue;
      this.pageAt[this.now] = page;
      this.slotOf[page] = this.now++;
    }
    for (let at = 1; at <= this.slotCount; at++) {
      if (at <= this.now) this.tree[at - 1]++;
      const parent = at + (at & -at);
      if (parent <= this.slotCount) this.tree[parent - 1] += this.tree[at - 1];
    }
  }
}
