/**
 * A set of small numbers, as bits with two summary levels, so that the lowest number that is not in it is found in a few
 * steps. It belongs to who made it: nothing of it is shared, and no checkpoint has one.
 *
 *     level 0   1 bit a number            (1 = in the set)
 *     level 1   1 bit a word of level 0   (1 = every number of the word is in the set)
 *     level 2   1 bit a word of level 1
 *
 *   FB1  A bit of level n + 1 is set exactly when its word of level n is all ones.
 *   FB2  Level 0 has 1024 words or twice, four times … as many; what lies behind them is not in the set.
 */

const FULL = -1;
/** Words of level 0 at first: 4 KiB. */
const FIRST_WORDS = 1024;

/** Which numbers are taken, and which is the lowest that is not. */
export class FreeBits {
  private levels: [Int32Array, Int32Array, Int32Array] = levelsOf(FIRST_WORDS);
  /** No number below this one is missing: where looking for the lowest begins. */
  private floor = 0;

  /** Whether a number is in the set. */
  has(number: number): boolean {
    const words = this.levels[0];
    return number >>> 5 < words.length && (words[number >>> 5] & (1 << (number & 31))) !== 0;
  }

  /** Puts a number into the set. */
  add(number: number): void {
    while (number >>> 5 >= this.levels[0].length) this.grow();
    for (let level = 0, index = number; level < 3; level++, index >>>= 5) {
      const words = this.levels[level];
      const word = words[index >>> 5] | (1 << (index & 31));
      words[index >>> 5] = word;
      if (word !== FULL) return;
    }
  }

  /** Takes a number, which is in the set, out of it. */
  remove(number: number): void {
    if (number < this.floor) this.floor = number;
    for (let level = 0, index = number; level < 3; level++, index >>>= 5) {
      const words = this.levels[level];
      const word = words[index >>> 5];
      words[index >>> 5] = word & ~(1 << (index & 31));
      if (word !== FULL) return;
    }
  }

  /** The lowest number that is not in the set. */
  lowest(): number {
    const { floor, levels: [words] } = this;
    const near = floor >>> 5 < words.length ? ~words[floor >>> 5] & (FULL << (floor & 31)) : 0;
    this.floor = near === 0 ? this.searchLowest() : (floor & ~31) + 31 - Math.clz32(near & -near);
    return this.floor;
  }

  /** The same, found from the top. */
  private searchLowest(): number {
    const [words, groups, tops] = this.levels;
    let top = 0;
    while (top < tops.length && tops[top] === FULL) top++;
    if (top === tops.length) return words.length * 32;
    const group = openBit(tops, top);
    return openBit(words, openBit(groups, group));
  }

  /** Doubles the room. */
  private grow(): void {
    const before = this.levels;
    this.levels = levelsOf(2 * before[0].length);
    this.levels.forEach((words, level) => words.set(before[level]));
  }
}

/** Levels of zeros. */
function levelsOf(words: number): [Int32Array, Int32Array, Int32Array] {
  return [new Int32Array(words), new Int32Array(words / 32), new Int32Array(words / 1024)];
}

/** The number of the first bit that is not set in a word. */
function openBit(words: Int32Array, word: number): number {
  const free = ~words[word];
  return word * 32 + (31 - Math.clz32(free & -free));
}
