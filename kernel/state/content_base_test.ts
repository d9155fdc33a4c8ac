/** Tests of what patches stand on, one kind beside the other. */
import { assertEquals } from "@std/assert";
import { type ContentBase, copyBaseWords, pageOfBase, readBase, readBaseByte } from "./content_base.ts";
import { ContentBytes, fillPage } from "./content_bytes.ts";
import { ContentRuns } from "./content_runs.ts";

function partlyUnknown(): ContentBytes {
  const page = new ContentBytes(1);
  fillPage(page, 64, 128, 9);
  fillPage(page, 70, 40, -1);
  return page;
}

const bases: readonly ContentBase[] = [
  0,
  200,
  -1,
  new ContentRuns(1, [0, 20, 30], [1, 2, 3]),
  partlyUnknown(),
];

Deno.test("a base reads byte by byte as it reads in one piece, and as its bytes do", () => {
  for (const base of bases) {
    const page = pageOfBase(2, base);
    for (const [offset, lengthBytes] of [[0, 4096], [61, 83], [79, 1], [5, 0]]) {
      const [one, other] = [new Uint8Array(lengthBytes), new Uint8Array(lengthBytes)];
      assertEquals(
        readBase(base, offset, one, 0, lengthBytes),
        readBase(page, offset, other, 0, lengthBytes),
      );
      assertEquals(one, other);
    }
    for (let offset = 0; offset < 300; offset++) {
      assertEquals(readBaseByte(base, offset), readBaseByte(page, offset));
    }
  }
});

Deno.test("the words of a chunk of a base are those of its bytes, with their bitmap", () => {
  for (const base of bases) {
    const page = pageOfBase(2, base);
    for (const chunk of [0, 1, 2, 63]) {
      const [one, other] = [new Array<number>(19).fill(0), new Array<number>(19).fill(0)];
      copyBaseWords(base, chunk * 16, 16, one, 1);
      copyBaseWords(page, chunk * 16, 16, other, 1);
      assertEquals(one, other);
    }
  }
});
