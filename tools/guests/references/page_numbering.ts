/**
 * Numbers pages in the order in which they are first seen: 0, 1, 2 … So what is kept of a page lies in arrays.
 *
 *      names    │ 4198 │ 98303 │ 4199 │        the page that has each number
 *      table    │ · │ 2 │ 0 │ · │ 1 │ · │     open addressing: where a page's own place is taken, the next one
 *
 *   PN1  The table is at most half full; it doubles.
 */

const EMPTY = -1;

/** Pages by number, and numbers by page. */
export class PageNumbering {
  /** How many pages have a number. */
  pageCount = 0;
  private names = new Float64Array(512);
  private table = new Int32Array(1024).fill(EMPTY);
  private lastPage = -1;
  private lastNumber = EMPTY;

  /** The number of a page; a new one when it has none yet. */
  numberOf(page: number): number {
    // References come in bursts to the same page.
    if (page === this.lastPage) return this.lastNumber;
    if (this.pageCount === this.names.length) this.grow();
    const place = this.placeOf(page);
    let number = this.table[place];
    if (number === EMPTY) {
      number = this.pageCount++;
      this.table[place] = number;
      this.names[number] = page;
    }
    this.lastPage = page;
    this.lastNumber = number;
    return number;
  }

  /** The page that has a number. */
  pageOf(number: number): number {
    return this.names[number];
  }

  private placeOf(page: number): number {
    const mask = this.table.length - 1;
    const mixed = Math.imul((page >>> 0) ^ Math.imul(Math.floor(page / 2 ** 32), 0x85ebca6b), 0x9e3779b1);
    let place = (mixed ^ (mixed >>> 15)) & mask;
    while (this.table[place] !== EMPTY && this.names[this.table[place]] !== page) place = (place + 1) & mask;
    return place;
  }

  private grow(): void {
    const names = new Float64Array(2 * this.names.length);
    names.set(this.names);
    this.names = names;
    this.table = new Int32Array(2 * this.table.length).fill(EMPTY);
    for (let number = 0; number < this.pageCount; number++) this.table[this.placeOf(names[number])] = number;
  }
}
