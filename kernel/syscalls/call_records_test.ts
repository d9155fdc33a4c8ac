/** Tests of the records of calls. */
import { assertEquals } from "@std/assert";
import { compileCallRecords, LEAST_WORD, loggable } from "./call_records.ts";

const NO_BYTES = new Uint8Array(0);
const records = compileCallRecords("write_text", { fd: 0, what: "", raw: NO_BYTES });

Deno.test("arguments that are left out are what they are by default, in the order of the call", () => {
  assertEquals(records.complete({ what: "a" }), { fd: 0, what: "a", raw: NO_BYTES });
  assertEquals(Object.keys(records.complete({ raw: NO_BYTES, fd: 2 })), ["fd", "what", "raw"]);
});

Deno.test("a header has kind, process, whether the call is taken up again, and the arguments", () => {
  const header = records.header(7, true, records.complete({ fd: -3, what: "ä" }));
  assertEquals(Object.entries(header), [
    ["kind", "write_text"],
    ["process", 7],
    ["resumed", true],
    ["fd", -3],
    ["what", "ä"],
    ["raw", NO_BYTES],
  ]);
});

Deno.test("a kind of call has one header, and each call arguments of its own", () => {
  const [first, second] = [records.complete({ fd: 1 }), records.complete({ fd: 2 })];
  const header = records.header(7, true, first);
  assertEquals(header === records.header(8, false, second), true);
  assertEquals([header.process, header.resumed, header.fd, first.fd], [8, false, 2, 1]);
});

Deno.test("words beyond what the log keeps stand in the header as the nearest one that it does", () => {
  assertEquals([-(2 ** 63), LEAST_WORD, -1, 2 ** 53 - 1, 2 ** 63].map(loggable), [
    LEAST_WORD,
    LEAST_WORD,
    -1,
    2 ** 53 - 1,
    2 ** 53 - 1,
  ]);
  const args = records.complete({ fd: -(2 ** 62) });
  assertEquals([args.fd, records.header(1, false, args).fd], [-(2 ** 62), LEAST_WORD]);
});
