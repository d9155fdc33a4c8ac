/** Tests of reading the text of traces: what stands in it, and what is refused, with its line. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { parseTrace, traceName } from "./parse_trace.ts";
import { REQUEST, type Trace } from "./trace.ts";

function parse(text: string): Trace {
  return parseTrace(new TextEncoder().encode(text), "folder/a.rep");
}

/** The text of operations, with a head that fits them. */
function withHead(idCount: number, ...operations: string[]): string {
  return ["20000", idCount, operations.length, "4096", ...operations, ""].join("\n");
}

function assertRefused(text: string, message: string): void {
  assertThrows(() => parse(text), UserError, message);
}

Deno.test("every kind of request is read into its columns", () => {
  const trace = parse(withHead(3, "a 0 512", "c 1 100", "m 2 64 10", "r 0 9007199254740991", "f 0", "f -1"));
  const { malloc, calloc, memalign, realloc, free } = REQUEST;
  assertEquals([trace.name, trace.idCount], ["a", 3]);
  assertEquals([...trace.kinds], [malloc, calloc, memalign, realloc, free, free]);
  assertEquals([...trace.ids], [0, 1, 2, 0, 0, -1]);
  assertEquals([...trace.sizes], [512, 100, 10, 9007199254740991, 0, 0]);
  assertEquals([...trace.alignments], [0, 0, 64, 0, 0, 0]);
});

Deno.test("lines may end as on Windows, and the last one not at all", () => {
  const text = withHead(1, "a 0 5", "f 0");
  assertEquals(parse(text.replaceAll("\n", "\r\n")), parse(text));
  assertEquals(parse(text.trimEnd()), parse(text));
});

Deno.test("a trace may be empty", () => {
  assertEquals(parse("0\n0\n0\n0\n").kinds.length, 0);
});

Deno.test("realloc of no block allocates one, and to 0 bytes frees it", () => {
  assertEquals([...parse(withHead(2, "r 0 10", "r 0 0", "a 1 5")).ids], [0, 0, 1]);
  assertRefused(withHead(1, "r 0 10", "r 0 0", "f 0"), "line 7: block 0 is freed, and is not live.");
});

Deno.test("a head that is cut off or cannot be true is refused", () => {
  assertRefused("", "folder/a.rep: line 1: the weight of the trace is missing");
  assertRefused("1\n2\n", "line 3: the number of operations is missing");
  assertRefused("x\n", "line 1: the weight of the trace is not a whole number from 0");
  assertRefused("1\n2147483648\n", "line 2: the number of ids is not a whole number from 0 to 2147483647.");
  assertRefused("0\n1\n2147483647\n0\na 0 1\n", "the file is too short for them");
  assertRefused("0\n2\n1\n0\na 0 1\n", "1 operations on 2 ids");
});

Deno.test("fewer and more operations than the head says are refused", () => {
  assertRefused("0\n1\n2\n0\na 0 100\n", "line 6: the trace ends after 1 of 2 operations.");
  assertRefused("0\n1\n1\n0\na 0 1\nf 0\n", "line 6: more than the 1 operations of the head.");
});

Deno.test("lines that are no operation are refused", () => {
  assertRefused(withHead(1, "x 0 512"), "line 5: no operation; one begins with a, c, m, r or f.");
  assertRefused(withHead(1, "a 0"), "line 5: the size is missing.");
  assertRefused(withHead(1, "a 0 -5"), "line 5: the size is not a whole number");
  assertRefused(withHead(1, "a 0 5 6"), "line 5: there is more on the line than belongs there.");
  assertRefused(withHead(1, "m 0 24 5"), "line 5: an alignment of 24 is no power of two.");
  assertRefused(withHead(1, "a 0 9007199254740992"), "line 5: the size is not a whole number");
});

Deno.test("ids that were not allocated, were freed or come out of order are refused (TP1)", () => {
  assertRefused(withHead(1, "a 1 5"), "line 5: the id is not a whole number from 0 to 0.");
  assertRefused(withHead(1, "a -1 5"), "line 5: the id is not a whole number from 0 to 0.");
  assertRefused(withHead(2, "a 1 5", "a 0 5"), "line 5: block 1 is allocated, and the next new block is 0.");
  assertRefused(withHead(2, "a 0 5", "a 0 5"), "line 6: block 0 is allocated, and it is live.");
  assertRefused(withHead(1, "a 0 5", "f 0", "f 0"), "line 7: block 0 is freed, and is not live.");
  assertRefused(
    withHead(1, "a 0 5", "f 0", "a 0 5"),
    "line 7: block 0 is allocated, and the next new block is 1.",
  );
});

Deno.test("a trace is called as its file, without folder and endings", () => {
  assertEquals(["a.rep", "x/y/a.rep.gz", "x\\a.b.rep", "a.txt"].map(traceName), ["a", "a", "a.b", "a.txt"]);
});
