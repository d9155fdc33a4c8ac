/** Scripts are read line by line; every kind of bad line has its place and sentence (PA1 to PA3). */
import { assertEquals, assertThrows } from "@std/assert";
import { lineLengthMax, parseLine, parseScript } from "./parse.ts";
import { ScriptError } from "./script_error.ts";

Deno.test("every line but comments and blank ones is an operation with its line number", () => {
  const ops = parseScript(
    "# head\n\nset autodump vmas\n  # indented comment\na = mmap len=0x1000\np1: touch w a  \n",
    "x.mm",
  );
  assertEquals(
    ops.map(({ lineNumber, column, process, name, text }) => ({ lineNumber, column, process, name, text })),
    [
      { lineNumber: 3, column: 1, process: "p0", name: undefined, text: "set autodump vmas" },
      { lineNumber: 5, column: 5, process: "p0", name: "a", text: "a = mmap len=0x1000" },
      { lineNumber: 6, column: 5, process: "p1", name: undefined, text: "p1: touch w a" },
    ],
  );
});

Deno.test("a process and a name may both stand before the operation", () => {
  const op = parseLine("p2: q = brk 0", { file: "x.mm", line: 1, column: 1 });
  assertEquals([op?.process, op?.name, op?.call.op, op?.column], ["p2", "q", "brk", 9]);
});

Deno.test("a name that nothing defines is no error of the script", () => {
  assertEquals(parseScript("munmap nothing 0x1000\n", "x.mm").length, 1);
});

Deno.test("leading blanks belong to the text, trailing ones and a carriage return do not", () => {
  assertEquals(parseScript(" dump all \r\n", "x.mm")[0].text, " dump all");
});

Deno.test("each kind of bad line is refused with file, line, column and one sentence", () => {
  const bad: [string, string][] = [
    ["frobnicate 1", 'x.mm:1:1: Unknown operation "frobnicate".'],
    ["p1: set autodump full", 'x.mm:1:5: Unknown operation "set".'],
    ["\nmunmap A", "x.mm:2:9: The line ends where a length is expected."],
    ["munmap A 0x10zz", 'x.mm:1:10: "0x10zz" is not a number'],
    ["munmap A+ 1", 'x.mm:1:10: The expression "A+" lacks a term here.'],
    ["mmap len=1 prot=q", 'x.mm:1:17: Unknown protection "q"'],
    ["mmap len=1 lenn=2", 'x.mm:1:12: Unexpected "lenn=2"'],
    ["mmap len=1 flags=private,annon", 'x.mm:1:26: Unknown mmap flag "annon"'],
    ["munmap A 1 2", 'x.mm:1:12: Unexpected "2" after the last argument.'],
    ["madvise A 1 SOON", 'x.mm:1:13: Unknown advice "SOON"'],
    ["p1:", "x.mm:1:4: The line ends where an operation is expected."],
    ["a =", "x.mm:1:4: The line ends where an operation is expected."],
    ["A = brk 0", "x.mm:1:1: A is a fixed symbol and cannot be assigned."],
    ["1a = brk 0", 'x.mm:1:1: "1a" is not a name'],
    ["px!: dump", 'x.mm:1:1: "px!" is not a process'],
    ["p1 dump", 'x.mm:1:1: Unknown operation "p1".'],
    ["constructor", 'x.mm:1:1: Unknown operation "constructor".'],
    ["pwrite 3 0 hex:0", 'x.mm:1:16: "0" is not a row'],
    ["touch w a n=1\x00", "x.mm:1:14: A control character (0x00) is not script text."],
    ["# " + "x".repeat(lineLengthMax), `x.mm:1:${lineLengthMax + 1}: The line is longer`],
  ];
  for (const [script, message] of bad) assertThrows(() => parseScript(script, "x.mm"), ScriptError, message);
});

Deno.test("bytes that are no text are refused where they stand", () => {
  const bytes = new Uint8Array([...new TextEncoder().encode("dump\nsbrk "), 0xff, 0xfe, 10]);
  assertThrows(() => parseScript(bytes, "x.mm"), ScriptError, "x.mm:2:6: This is not text (UTF-8)");
});

Deno.test("random junk never escapes as another error", () => {
  let state = 12345;
  const next = () => (state = Math.imul(state, 1103515245) + 12345 >>> 0) >>> 16;
  for (let round = 0; round < 300; round++) {
    const bytes = Uint8Array.from({ length: 40 }, () => next() & 255);
    try {
      parseScript(bytes, "x.mm");
    } catch (error) {
      assertEquals(error instanceof ScriptError, true, String(error));
    }
  }
});
