/**
 * The digest of a state: the sum of a mixed hash of each canonical record (kind, key, fields), in two
 * independent 32-bit lanes. A reducer subtracts the record as it was and adds the record as it is; so the
 * digest is always up to date, whatever the tree looks like inside, and equal states have equal digests
 * whatever history led there.
 *
 * DG1  A record's hash depends on its kind, key and fields only: on every machine the same.
 * DG2  The hash of a record of words is linear in the mixed words: (Σ mixTerm(word i) × factor i) × factors of the key.
 *      So a record of zeros adds nothing, which is what absent records read as; and a change of one word is the
 *      difference of two terms times a factor.
 * DG3  Sums wrap modulo 2^32 a lane; order does not matter.
 *
 * Words are mixed before they are multiplied: a product with an odd constant modulo 2^32 carries the top bit of a word
 * to the top bit of the sum only, so that two such changes would cancel. The factors of a key are odd, so that no term is
 * lost, and look random, so that terms of different keys do not meet.
 */

// By a name of its own: the engine inlines by the length of bytecode, and Math.imul is looked up twice in it.
const { imul } = Math;

/** Words that a record of words may have. */
export const RECORD_WORDS_LIMIT = 16;

/** Factors of the words of a record, first lane. */
export const WORD_LOW_FACTORS: Int32Array = oddFactors(0x2545f491, RECORD_WORDS_LIMIT);
/** Factors of the words of a record, second lane. */
export const WORD_HIGH_FACTORS: Int32Array = oddFactors(0x6c078965, RECORD_WORDS_LIMIT);

/**
 * The finalizer of MurmurHash3: a bijection of 32-bit words; every bit in touches every bit out; 0 stays 0.
 */
export function mixWord(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * A cheaper bijection, for what is multiplied by a factor and summed: the top bits reach the low ones; 0
 * stays 0.
 */
export function mixTerm(word: number): number {
  const mixed = imul(word ^ (word >>> 16), 0x7feb352d);
  return mixed ^ (mixed >>> 15);
}

/**
 * What the hashes of all keys of a kind with the same upper word have in common: mixWord(keyLo ^ keySeed(kind, keyHi)) is
 * the hash of a key, from which its factors are made. Who adds many terms of one kind keeps the seed.
 */
export function keySeed(kind: number, keyHi: number): number {
  const far = imul(keyHi + mixTerm(kind), 0x2c1b3c6d);
  return far ^ (far >>> 15);
}

/** What terms of a key's record are multiplied by in the first lane, from the hash of the key. */
function lowFactor(key: number): number {
  return key | 1;
}

/** The same in the second lane. */
function highFactor(key: number): number {
  return imul(key ^ (key >>> 15), 0x297a2d39) | 1;
}

/** Odd 32-bit constants, pseudo-random, from a seed: the factors of a sum of products. */
export function oddFactors(seed: number, count: number): Int32Array {
  const factors = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    factors[index] = mixWord(seed + imul(index + 1, 0x9e3779b9)) | 1;
  }
  return factors;
}

/** The value of a field of a record. */
export type RecordField = number | string | boolean | null | readonly number[];

/** A record of fields, as hashRecord() takes it. */
export type CanonicalRecord = readonly [kind: number, key: number, fields: readonly RecordField[]];

const WORD_SPAN = 2 ** 32;

/** Hashes one record at a time; the result stands in `lo` and `hi` until the next. */
export class RecordHasher {
  /** First lane of the last record's hash. */
  lo = 0;
  /** Second lane of the last record's hash. */
  hi = 0;

  /** The words of the record that hashPlaces() hashes: two a place. */
  private readonly words = new Int32Array(RECORD_WORDS_LIMIT);
  private readonly double = new Float64Array(1);
  private readonly doubleWords = new Int32Array(this.double.buffer);

  /** The factors of a key of two 32-bit words: what every term of its record is multiplied by. */
  hashKey(kind: number, keyLo: number, keyHi: number): void {
    const key = mixWord(keyLo ^ keySeed(kind, keyHi));
    this.lo = lowFactor(key);
    this.hi = highFactor(key);
  }

  /** Hashes a record of up to RECORD_WORDS_LIMIT words at `offset`. The key is two 32-bit words. */
  hashWords(
    kind: number,
    keyLo: number,
    keyHi: number,
    words: Int32Array,
    offset: number,
    count: number,
  ): void {
    let lo = 0;
    let hi = 0;
    for (let index = 0; index < count; index++) {
      const term = mixTerm(words[offset + index]);
      lo = (lo + imul(term, WORD_LOW_FACTORS[index])) | 0;
      hi = (hi + imul(term, WORD_HIGH_FACTORS[index])) | 0;
    }
    this.hashKey(kind, keyLo, keyHi);
    this.lo = imul(lo, this.lo);
    this.hi = imul(hi, this.hi);
  }

  /** Puts a number, an integer below 2^53, at a place of the record that hashPlaces() hashes: all its bits count. */
  put(place: number, value: number): void {
    this.words[2 * place] = value;
    this.words[2 * place + 1] = Math.floor(value / WORD_SPAN);
  }

  /** Puts the hash of a text there. */
  putText(place: number, text: string): void {
    this.hashText(text);
    this.putHash(place, this.lo, this.hi);
  }

  /**
   * Puts the hash of a list of ids there. It is hashList()'s, by a loop of its own: one that meets lists of doubles too would
   * have the engine make such lists of all, and their ids doubles wherever they go.
   */
  putIds(place: number, ids: readonly number[]): void {
    this.lo = this.hi = 0;
    if (ids.length > 0) {
      this.start();
      this.absorb(ids.length);
      for (let index = 0; index < ids.length; index++) this.absorbNumber(ids[index]);
      this.mixLanes();
    }
    this.putHash(place, this.lo, this.hi);
  }

  /** Puts a hash there. */
  putHash(place: number, lo: number, hi: number): void {
    this.words[2 * place] = lo;
    this.words[2 * place + 1] = hi;
  }

  /** Hashes what was put at places 0 … count - 1, as a record of words. Each of them must have been put. */
  hashPlaces(kind: number, keyLo: number, keyHi: number, count: number): void {
    this.hashWords(kind, keyLo, keyHi, this.words, 0, 2 * count);
  }

  /**
   * Hashes a record of any fields: every bit of every number counts (-0 is 0), and so do the kinds and the
   * order of the fields. The slow path, for objects that seldom change.
   */
  hashRecord(kind: number, key: number, fields: readonly RecordField[]): void {
    this.start();
    this.absorbNumber(kind);
    this.absorbNumber(key);
    // By index: an iterator would make an object for each field.
    for (let index = 0; index < fields.length; index++) this.absorbField(fields[index]);
    this.absorb(fields.length);
    this.mixLanes();
  }

  /** Hashes a text, for putHash(); 0 for an empty one. */
  hashText(text: string): void {
    this.lo = this.hi = 0;
    if (text === "") return;
    this.start();
    this.absorbText(text);
    this.mixLanes();
  }

  /** Hashes a list of numbers, for putHash(); 0 for an empty one. */
  hashList(list: readonly number[]): void {
    this.lo = this.hi = 0;
    if (list.length === 0) return;
    this.start();
    this.absorbList(list);
    this.mixLanes();
  }

  /** Begins a hash that takes in one thing after another. */
  private start(): void {
    this.lo = 0x1f83d9ab;
    this.hi = 0x5be0cd19;
  }

  /** Ends it: every bit taken in touches both lanes. */
  private mixLanes(): void {
    this.lo = mixWord(this.lo + imul(this.hi, 0x2c1b3c6d) | 0);
    this.hi = mixWord(this.hi ^ imul(this.lo, 0x297a2d39));
  }

  /** Takes a field in, and of which kind it is. */
  private absorbField(field: RecordField): void {
    if (typeof field === "number") {
      this.absorb(1);
      this.absorbNumber(field);
    } else if (typeof field === "string") {
      this.absorb(2);
      this.absorbText(field);
    } else if (typeof field === "boolean") {
      this.absorb(field ? 3 : 4);
    } else if (field === null) {
      this.absorb(5);
    } else {
      this.absorb(6);
      this.absorbList(field);
    }
  }

  /** Takes a text in, with its length. */
  private absorbText(text: string): void {
    this.absorb(text.length);
    for (let index = 0; index < text.length; index++) this.absorb(text.charCodeAt(index));
  }

  /** Takes a list of numbers in, with its length. */
  private absorbList(list: readonly number[]): void {
    this.absorb(list.length);
    for (let index = 0; index < list.length; index++) this.absorbNumber(list[index]);
  }

  /** Takes a number in, as the two words of its double. */
  private absorbNumber(value: number): void {
    this.double[0] = value + 0;
    this.absorb(this.doubleWords[0]);
    this.absorb(this.doubleWords[1]);
  }

  /** Takes a word in. */
  private absorb(word: number): void {
    const lo = imul(this.lo ^ word, 0x85ebca6b);
    this.lo = lo ^ (lo >>> 15);
    const hi = imul(this.hi + word, 0x27d4eb2f);
    this.hi = hi ^ (hi >>> 13);
  }
}

/** A sum of record hashes. */
export class Digest {
  /** First lane of the sum. */
  lo = 0;
  /** Second lane of the sum. */
  hi = 0;

  /** Adds a record's hash. */
  add(lo: number, hi: number): void {
    this.lo = (this.lo + lo) | 0;
    this.hi = (this.hi + hi) | 0;
  }

  /** Adds terms of the record of a key: their sums, each lane by its factors of the words; `key` is the key's hash. */
  addTerms(key: number, lo: number, hi: number): void {
    this.lo = (this.lo + imul(lo, lowFactor(key))) | 0;
    this.hi = (this.hi + imul(hi, highFactor(key))) | 0;
  }

  /** Takes such terms away again. */
  subtractTerms(key: number, lo: number, hi: number): void {
    this.lo = (this.lo - imul(lo, lowFactor(key))) | 0;
    this.hi = (this.hi - imul(hi, highFactor(key))) | 0;
  }

  /** Takes a record's hash away again. */
  subtract(lo: number, hi: number): void {
    this.lo = (this.lo - lo) | 0;
    this.hi = (this.hi - hi) | 0;
  }

  /** A digest with the same sum. */
  clone(): Digest {
    const copy = new Digest();
    copy.lo = this.lo;
    copy.hi = this.hi;
    return copy;
  }

  /** Whether two sums are the same. */
  equals(other: Digest): boolean {
    return this.lo === other.lo && this.hi === other.hi;
  }

  /** Sixteen hexadecimal digits, the second lane first. */
  toHex(): string {
    return (this.hi >>> 0).toString(16).padStart(8, "0") + (this.lo >>> 0).toString(16).padStart(8, "0");
  }
}
