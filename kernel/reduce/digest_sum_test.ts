/** Tests of keeping the digest. */
import { assertEquals } from "@std/assert";
import { Digest, RecordHasher } from "../state/digest.ts";
import { addRecord, type DigestSum, subtractRecord } from "./digest_sum.ts";

function emptySum(): DigestSum {
  return { digest: new Digest(), hasher: new RecordHasher() };
}

Deno.test("a record that is added and taken out leaves the sum as it was, in any order with others", () => {
  const sum = emptySum();
  addRecord(sum, 1, 10, [1, "a"]);
  addRecord(sum, 1, 11, [2, [3, 4]]);
  subtractRecord(sum, 1, 10, [1, "a"]);
  const other = emptySum();
  addRecord(other, 1, 11, [2, [3, 4]]);
  assertEquals(sum.digest.equals(other.digest), true);
});

Deno.test("kind, key and every field tell records apart", () => {
  const digests = [[1, 10, [1]], [2, 10, [1]], [1, 11, [1]], [1, 10, [2]], [1, 10, [1, 0]]] as const;
  const sums = digests.map(([kind, key, fields]) => {
    const sum = emptySum();
    addRecord(sum, kind, key, fields);
    return sum.digest.toHex();
  });
  assertEquals(new Set(sums).size, digests.length);
});
