/** Tests of the record of a VMA in the digest: every field counts, and every bit of it. */
import { assertEquals } from "@std/assert";
import type { Vma } from "../memory/vma.ts";
import { RecordHasher } from "../state/digest.ts";
import { hashVma } from "./vma_record.ts";

const PLAIN: Vma = {
  space: 1,
  startPage: 100,
  endPage: 110,
  flags: 3,
  file: 0,
  inode: 0,
  pageOffset: 100,
  anonVma: 0,
  anonChain: [],
  name: "",
};

function hashOf(change: Partial<Vma>): string {
  const hasher = new RecordHasher();
  hashVma(hasher, { ...PLAIN, ...change });
  return `${hasher.lo} ${hasher.hi}`;
}

Deno.test("the record of a VMA tells apart every bit of its fields, chains and names", () => {
  const changes: Partial<Vma>[] = [{}];
  for (let bit = 0; bit < 31; bit++) changes.push({ flags: 3 ^ 1 << bit });
  for (let bit = 0; bit < 28; bit++) changes.push({ space: 1 ^ 1 << bit });
  for (let bit = 0; bit < 36; bit++) {
    const [startPage, endPage] = [100, 110].map((page) => page + 2 ** bit);
    changes.push({ startPage }, { endPage }, { pageOffset: endPage + 1 });
  }
  for (let bit = 0; bit < 53; bit++) {
    changes.push({ file: 2 ** bit }, { inode: 2 ** bit }, { anonVma: 2 ** bit });
  }
  const chains = [[0], [1], [1, 2], [2, 1], [2 ** 40]];
  changes.push(...chains.map((anonChain) => ({ anonChain })), { anonVma: 1, anonChain: [1] });
  changes.push({ name: "a" }, { name: "ab" }, { name: "[stack]" }, { pageOffset: -1 }, {
    pageOffset: 2 ** 32 - 1,
  });
  assertEquals(
    new Set(changes.map(hashOf)).size,
    new Set(changes.map((change) => JSON.stringify(change))).size,
  );
});

Deno.test("the record of a VMA does not depend on the one that was hashed before", () => {
  const hasher = new RecordHasher();
  hashVma(hasher, { ...PLAIN, file: 3, inode: 4, name: "[heap]", anonVma: 5, anonChain: [5] });
  hashVma(hasher, PLAIN);
  assertEquals(`${hasher.lo} ${hasher.hi}`, hashOf({}));
});
