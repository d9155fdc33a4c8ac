/** Answers are compared key by key, with parts left out and with a limit (CM1 to CM4). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ScriptRecord } from "../guests/script/record.ts";
import { compareRecords, printDifference } from "./compare.ts";

const record: ScriptRecord = {
  n: 2,
  p: "p0",
  op: "touch r a",
  done: 1,
  sig: "SIGSEGV",
  code: "SEGV_MAPERR",
  min: 1,
  maj: 1,
  vsz: 2,
  vmas: [["A+0x0", "A+0x2000", "rw-p", 0, "", "rd wr", "1a1c"], [
    "A+0x3000",
    "A+0x4000",
    "r--p",
    0,
    "",
    "rd",
    "1.",
  ]],
};

function keys(got: ScriptRecord, options?: Parameters<typeof compareRecords>[2]): string[] {
  return compareRecords([record], [got], options).differences.map((difference) => difference.key);
}

Deno.test("equal records have no difference, whatever the order of their keys", () => {
  const reversed = Object.fromEntries(Object.entries(record).reverse()) as unknown as ScriptRecord;
  assertEquals(compareRecords([record], [reversed]), { recordCount: 1, differenceCount: 0, differences: [] });
});

Deno.test("each key that differs, is missing or is too much is told with both values", () => {
  const { sig: _, ...rest } = record;
  const { differences } = compareRecords([record], [{ ...rest, done: 2, val: "0x1" }]);
  assertEquals(differences.map(({ key, wanted, got }) => [key, wanted, got]), [
    ["done", "1", "2"],
    ["sig", '"SIGSEGV"', undefined],
    ["val", undefined, '"0x1"'],
  ]);
  assertEquals([differences[0].lineNumber, differences[0].process, differences[0].op], [
    2,
    "p0",
    "touch r a",
  ]);
});

Deno.test("of VMA lists the first differing entry is told", () => {
  const vmas = structuredClone(record.vmas!);
  vmas[1][2] = "rw-p";
  assertEquals(keys({ ...record, vmas }), ["vmas[1]"]);
  assertEquals(keys({ ...record, vmas: record.vmas!.slice(0, 1) }), ["vmas[1]"]);
});

Deno.test("processes of a full dump are compared one by one", () => {
  const dump = { n: 3, p: "p0", op: "dump all", procs: [{ p: "p1", brk: "B+0x0", vsz: 1, vmas: [] }] };
  const got = { ...dump, procs: [{ p: "p1", brk: "B+0x1", vsz: 1, vmas: [] }] };
  assertEquals(compareRecords([dump], [got]).differences.map((each) => each.key), ["procs[p1].brk"]);
  assertEquals(compareRecords([dump], [{ ...dump, procs: [] }]).differences[0].key, "procs");
});

Deno.test("ignored parts do not count", () => {
  const vmas = structuredClone(record.vmas!);
  vmas[0][5] = "rd";
  assertEquals(keys({ ...record, vmas }, { ignore: ["vmflags"] }), []);
  vmas[0][5] = "rd wr";
  vmas[0][6] = "2a";
  assertEquals(keys({ ...record, vmas }), ["vmas[0]"]);
  assertEquals(keys({ ...record, vmas }, { ignore: ["exclusive"] }), []);
  vmas[0][6] = "2.";
  assertEquals(keys({ ...record, vmas }, { ignore: ["residency"] }), []);
  assertEquals(keys({ ...record, code: "SEGV_ACCERR" }, { ignore: ["code"] }), []);
  assertEquals(keys({ ...record, min: 7, maj: 0 }, { ignore: ["faults"] }), []);
});

Deno.test("faults can be compared as a sum", () => {
  assertEquals(keys({ ...record, min: 2, maj: 0 }), ["min", "maj"]);
  assertEquals(keys({ ...record, min: 2, maj: 0 }, { sumFaults: true }), []);
  assertEquals(keys({ ...record, min: 2, maj: 1 }, { sumFaults: true }), ["min"]);
});

Deno.test("a record that one side lacks is one difference", () => {
  const { differences } = compareRecords([record], [{ ...record, n: 3 }]);
  assertEquals(differences.map(({ lineNumber, key }) => [lineNumber, key]), [[2, "record"], [3, "record"]]);
});

Deno.test("differences beyond the limit are counted, not kept", () => {
  const comparison = compareRecords([record], [{ ...record, done: 5, min: 5, maj: 5 }], { keptMax: 1 });
  assertEquals([comparison.differenceCount, comparison.differences.length], [3, 1]);
});

Deno.test("a difference is printed with line, key and both values", () => {
  const { differences } = compareRecords([record], [{ ...record, done: 2 }]);
  assertStringIncludes(
    printDifference(differences[0]),
    "line 2: touch r a\n  done\n    wanted 1\n    got    2\n",
  );
});

Deno.test("integers beyond 2^53 are compared exactly", () => {
  const exact = { n: 1, p: "p0", op: "lseek", ret: 2n ** 63n - 1n };
  assertEquals(compareRecords([exact], [{ ...exact }]).differenceCount, 0);
  assertEquals(compareRecords([exact], [{ ...exact, ret: 2n ** 63n - 2n }]).differenceCount, 1);
});
