/** Tests of cutting bytes into lines. */
import { assertEquals } from "@std/assert";
import { LineFeed } from "./line_feed.ts";

const encoder = new TextEncoder();

function linesOf(text: string, pieceLength: number): [number, string][] {
  const lines: [number, string][] = [];
  const feed: LineFeed = new LineFeed((bytes, start, end) => {
    lines.push([feed.lineNumber, new TextDecoder().decode(bytes.subarray(start, end))]);
  });
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += pieceLength) feed.push(bytes.subarray(at, at + pieceLength));
  feed.end();
  return lines;
}

Deno.test("lines are the same however the text is cut into pieces", () => {
  const text = `one\n\nthree, which is longer\r\n${"x".repeat(700)}\nfive`;
  const expected = [[1, "one"], [2, ""], [3, "three, which is longer"], [4, "x".repeat(700)], [5, "five"]];
  for (const pieceLength of [1, 2, 3, 7, 64, 5000]) {
    assertEquals<unknown>(linesOf(text, pieceLength), expected);
  }
});

Deno.test("a text that ends with a line end has no further line", () => {
  assertEquals(linesOf("a\nb\n", 3), [[1, "a"], [2, "b"]]);
  assertEquals(linesOf("", 3), []);
});
