/**
 * SHA-256 (FIPS 180-4), synchronous and in 32-bit arithmetic: the hash of the chain that binds each block of a
 * log to all that stands before it. (The runtime's own is asynchronous, which the kernel may not be.)
 *
 *     message   update · update · … ──▶ 64-byte blocks ──compress──▶ state (8 words) ──digest──▶ 32 bytes
 *               what does not fill a block waits in `pending`
 *
 * SH1. The digest depends on the bytes, not on how they were cut into updates.
 * SH2. After digest() the object is spent.
 *
 * @module
 */

import { assertThat } from "../assert.ts";

/** The length of a SHA-256 digest, in bytes. */
export const SHA256_BYTES = 32;

const BLOCK_BYTES = 64;
/** The longest message whose length in bits is kept exactly: 2^53 - 1 bits. */
const MESSAGE_MAX_BYTES = 2 ** 50 - 1;

/** The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
// deno-fmt-ignore
const ROUND_CONSTANTS = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

/** The message schedule; scratch of `compress`, which fills it before reading it. */
const schedule = new Int32Array(64);

/** A hash in the making. Whoever runs on a processor that knows SHA-256 may bring a quicker one: it must give the same. */
export interface Hash {
  /** Appends `bytes[start, end)` to the message. */
  update(bytes: Uint8Array, start?: number, end?: number): Hash;
  /** The 32 bytes of the SHA-256 of the whole message; nothing may be asked of the hash after that. */
  digest(): Uint8Array;
}

/** Begins a hash. */
export type MakeHash = () => Hash;

/** A SHA-256 in the making: `update` with the message piece by piece, then `digest` once. */
export class Sha256 implements Hash {
  readonly #state = Int32Array.of(
    0x6a09e667,
    0xbb67ae85,
    0x3c6ef372,
    0xa54ff53a,
    0x510e527f,
    0x9b05688c,
    0x1f83d9ab,
    0x5be0cd19,
  );
  readonly #pending = new Uint8Array(BLOCK_BYTES);
  #pendingBytes = 0;
  #messageBytes = 0;
  #spent = false;

  /** Appends `bytes[start, end)` to the message. */
  update(bytes: Uint8Array, start = 0, end = bytes.length): this {
    assertThat(!this.#spent, "SHA-256: update after digest");
    this.#messageBytes += end - start;
    let at = start;
    if (this.#pendingBytes > 0) at += this.#fillPending(bytes, start, end);
    if (this.#pendingBytes === 0) {
      const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      at = compress(this.#state, words, at, end);
      this.#fillPending(bytes, at, end);
    }
    return this;
  }

  /** The 32 bytes of the digest of the whole message. */
  digest(): Uint8Array {
    assertThat(this.#messageBytes <= MESSAGE_MAX_BYTES, `SHA-256: message of ${this.#messageBytes} bytes`);
    const messageBits = this.#messageBytes * 8;
    const zeroBytes = (2 * BLOCK_BYTES - 9 - this.#pendingBytes) % BLOCK_BYTES;
    const padding = new Uint8Array(1 + zeroBytes + 8);
    padding[0] = 0x80;
    const lengthField = new DataView(padding.buffer, 1 + zeroBytes);
    lengthField.setUint32(0, Math.floor(messageBits / 2 ** 32));
    lengthField.setUint32(4, messageBits % 2 ** 32);
    this.update(padding);
    this.#spent = true;
    const digest = new Uint8Array(SHA256_BYTES);
    const words = new DataView(digest.buffer);
    this.#state.forEach((word, index) => words.setInt32(4 * index, word));
    return digest;
  }

  /** Moves as much of `bytes[start, end)` into the waiting block as fits, compresses it when full; bytes taken. */
  #fillPending(bytes: Uint8Array, start: number, end: number): number {
    const taken = Math.min(BLOCK_BYTES - this.#pendingBytes, end - start);
    this.#pending.set(bytes.subarray(start, start + taken), this.#pendingBytes);
    this.#pendingBytes += taken;
    if (this.#pendingBytes === BLOCK_BYTES) {
      compress(this.#state, new DataView(this.#pending.buffer), 0, BLOCK_BYTES);
      this.#pendingBytes = 0;
    }
    return taken;
  }
}

/** Compresses the whole 64-byte blocks of `words` from `start` up to `end`; returns where it stopped. */
function compress(state: Int32Array, words: DataView, start: number, end: number): number {
  let at = start;
  for (; at + BLOCK_BYTES <= end; at += BLOCK_BYTES) {
    expandSchedule(words, at);
    let a = state[0], b = state[1], c = state[2], d = state[3];
    let e = state[4], f = state[5], g = state[6], h = state[7];
    for (let round = 0; round < 64; round++) {
      const sum1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      const choice = g ^ (e & (f ^ g));
      const first = (h + sum1 + choice + ROUND_CONSTANTS[round] + schedule[round]) | 0;
      const sum0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      const majority = (a & b) | (c & (a | b));
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + sum0 + majority) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
  return at;
}

/** Fills the message schedule from the 64-byte block at `at` (FIPS 180-4, 6.2.2 step 1). */
function expandSchedule(words: DataView, at: number): void {
  for (let index = 0; index < 16; index++) schedule[index] = words.getInt32(at + 4 * index);
  for (let index = 16; index < 64; index++) {
    const x = schedule[index - 15];
    const y = schedule[index - 2];
    const sigma0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3);
    const sigma1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10);
    schedule[index] = schedule[index - 16] + sigma0 + schedule[index - 7] + sigma1;
  }
}
