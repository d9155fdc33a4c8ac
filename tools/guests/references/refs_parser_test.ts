/** Tests of the `.refs` format. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { RefsParser } from "./refs_parser.ts";

function parse(text: string): [number, boolean][] {
  const references: [number, boolean][] = [];
  const parser = new RefsParser({ reference: (page, isWrite) => references.push([page, isWrite]) }, "a.refs");
  parser.push(new TextEncoder().encode(text));
  parser.end();
  return references;
}

Deno.test("a line is a page and whether it is written; comments and empty lines are passed over", () => {
  const text = "# Two pages\n7\n  0x1F w # changed\n\n7 r\r\n4503599627370496 w";
  assertEquals(parse(text), [[7, false], [31, true], [7, false], [2 ** 52, true]]);
});

Deno.test("a line that is no reference is refused with its number and what to write", () => {
  const refusals: [string, string][] = [
    ["1\nseven", "a.refs: line 2: 'seven' is no page number; write a whole number from 0 to 2^52"],
    ["-1", "line 1: '-1' is no page number"],
    ["4503599627370497", "line 1: '4503599627370497' is no page number"],
    ["# a\n\n3 x", "line 3: 'x' after page 3 says neither read nor write; write w, or r or nothing."],
    ["1 w 2", "line 1: '2' is too much; write one reference a line"],
  ];
  for (const [text, message] of refusals) assertThrows(() => parse(text), UserError, message);
});
