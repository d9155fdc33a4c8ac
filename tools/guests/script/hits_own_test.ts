/** What must not be executed is known: by rule (HO1 to HO3), and for every recorded answer. */
import { assert, assertEquals } from "@std/assert";
import { areasOf, parseAddress } from "./address_text.ts";
import { readCorpus } from "./corpus.ts";
import { callHitsOwn, rangeHitsOwn } from "./hits_own.ts";
import { parseScript } from "./parse.ts";
import { parseAnswer, type ScriptRecord } from "./record.ts";
import { evaluateCall, type ScriptCall } from "./script_op.ts";

const top = 0x7ffff7ff7000n;

function hits(address: bigint, lengthBytes: bigint, wholePages = true): boolean {
  return rangeHitsOwn({ address, lengthBytes, wholePages }, top);
}

Deno.test("a range hits when it shares a byte with text, data, vdso or stack", () => {
  assert(hits(0x10000000n, 1n) && hits(0x121a5000n, 0x1000n) && hits(0xffff000n, 0x1001n));
  assert(!hits(0xffff000n, 0x1000n) && !hits(0x121a6000n, 0x1000n));
  assert(hits(top, 1n) && hits(0x7fffffffe000n, 0x1000n));
  assert(!hits(0x7ffff7fff000n, 0x1000n) && hits(0x7ffffffdd000n, 0x1001n, false));
  assert(!hits(top - 0x1000n, 0x1000n) && !hits(0x7ffffffff000n, 0x1000n));
});

Deno.test("page calls round their length up, accesses do not", () => {
  assert(hits(0xfffffffn, 1n) && !hits(0xfffffffn, 1n, false));
  assert(hits(0xffff800n, 0x1n));
});

Deno.test("an empty range hits strictly inside, not at the edges", () => {
  assert(hits(0x10000800n, 0n) && hits(top + 0x1000n, 0n));
  assert(!hits(0x10000000n, 0n) && !hits(0x121a6000n, 0n) && !hits(top, 0n));
});

Deno.test("ranges that wrap hit nothing", () => {
  assert(!hits(0x10000000n, 2n ** 64n - 1n), "the rounded length wraps to 0");
  assert(!hits(0x10000000n, 0xfffffffffffff000n), "the end lies past 2^64");
});

Deno.test("only what a call really touches is tested", () => {
  const mmap: ScriptCall<bigint> = {
    op: "mmap",
    address: top,
    lengthBytes: 1n,
    offset: 0n,
    fd: 0n,
    protection: 0n,
    flags: 0x22n,
  };
  assertEquals([callHitsOwn(mmap, top), callHitsOwn({ ...mmap, flags: 0x32n }, top)], [false, true]);
  const mremap: ScriptCall<bigint> = {
    op: "mremap",
    address: 0n,
    oldLengthBytes: 0n,
    newLengthBytes: 4096n,
    newAddress: top,
    flags: 1n,
  };
  assertEquals([callHitsOwn(mremap, top), callHitsOwn({ ...mremap, flags: 3n }, top)], [false, true]);
  assert(callHitsOwn({ ...mremap, address: top }, top), "an old length of 0 counts as 1");
  const touch: ScriptCall<bigint> = {
    op: "touch",
    access: "r",
    address: top - 0x2000n,
    count: 3n,
    stepBytes: 0x1000n,
    value: 0n,
  };
  assertEquals([callHitsOwn(touch, top), callHitsOwn({ ...touch, count: 2n }, top)], [true, false]);
  assert(
    callHitsOwn({ ...touch, access: "x", count: 1n, address: top - 15n }, top),
    "an instruction has 16 bytes",
  );
  assert(
    callHitsOwn({ op: "load8", address: top - 7n }, top) &&
      !callHitsOwn({ op: "load1", address: top - 7n }, top),
  );
  assert(!callHitsOwn({ op: "mincore", address: top, lengthBytes: 1n }, top));
});

/** What the operation's record says about names: the value to remember, or undefined. */
function remembered(record: ScriptRecord, areas: Parameters<typeof parseAddress>[1]): bigint | undefined {
  if (record.skip !== undefined || record.ret === undefined || record.ret === -1) return undefined;
  return typeof record.ret === "string" ? parseAddress(record.ret, areas) : BigInt(record.ret);
}

Deno.test("the real kernel's oracle skipped exactly the operations that hit or lack a name", async () => {
  let skipCount = 0;
  for (const group of ["curated", "random", "swap"]) {
    for (
      const entry of await readCorpus(new URL(`../../testdata/conform/${group}.ndjson.gz`, import.meta.url))
    ) {
      const { header, records } = parseAnswer(entry.answer, entry.name);
      const areas = areasOf(header);
      const names = new Map<string, bigint | undefined>();
      const valueOf = (name: string) =>
        ({ ...areas, BRK: areas.B } as Record<string, bigint>)[name] ?? names.get(name);
      const ops = parseScript(entry.script, entry.name).filter((op) => !op.call.op.startsWith("set"));
      ops.forEach((op, index) => {
        const record = records[index];
        assertEquals([record.n, record.p, record.op], [op.lineNumber, op.process, op.text]);
        if (op.name !== undefined) names.set(op.name, remembered(record, areas));
        if (record.skip === "no process") return;
        const evaluated = evaluateCall(op.call, { valueOf });
        const skip = "undefinedName" in evaluated
          ? `undef ${evaluated.undefinedName}`
          : callHitsOwn(evaluated.call, areas.T)
          ? "unsafe"
          : undefined;
        assertEquals(skip, record.skip, `${entry.name}:${op.lineNumber}`);
        if (skip !== undefined) skipCount++;
      });
    }
  }
  assert(skipCount > 50, `${skipCount} skipped operations are too few to prove anything`);
});
