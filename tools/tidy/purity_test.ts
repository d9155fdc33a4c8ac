/** Tests of the purity rules: each way out of the log is refused, and words that only look like one are not. */
import { assertEquals } from "@std/assert";
import { checkPurity } from "./purity.ts";
import { readSource } from "./source.ts";

function linesOf(path: string, text: string): number[] {
  return checkPurity(readSource(path, text)).map((finding) => finding.line);
}

const refused = [
  "const now = Date.now();",
  "const now: Date = given;",
  "performance.now();",
  "Math.random();",
  "crypto.getRandomValues(bytes);",
  "Deno.readFileSync(path);",
  "console.log(state);",
  "fetch(address);",
  "new Worker(address);",
  "globalThis.setting;",
  "import.meta.url;",
  "async function read() {}",
  "const read = async () => {};",
  "for await (const a of b) {}",
  "await given;",
  "let a: Promise<number>;",
  "setTimeout(f, 1);",
  "queueMicrotask(f);",
  "const a = BigInt(1);",
  "let a: bigint;",
  "const a = 12n;",
  "const a = 0x7f_ffn;",
  "view.getBigUint64(0);",
];

for (const code of refused) {
  Deno.test(`checkPurity() refuses: ${code}`, () => {
    assertEquals(linesOf("kernel/a.ts", `/** Head. */\n${code}\n`), [2]);
  });
}

const allowed = [
  "// Date.now() and await are only talked about",
  'const name = "Deno.readFileSync";',
  "entry.Date;",
  "const flags = { async: true, Date: 1 };",
  "const { async } = flags;",
  "msync(address, MS_ASYNC);",
  "cpu.fetch(address);",
  "function fetch(address: VirtAddr) {}",
  "const performance = 3;",
  "const pid = process.pid;",
  "const a = 0x12 + 1;",
  "const awaited = 1;",
];

for (const code of allowed) {
  Deno.test(`checkPurity() lets stand: ${code}`, () => {
    assertEquals(linesOf("kernel/a.ts", code), []);
  });
}

Deno.test("checkPurity() looks at kernel, fs and libc, and not at their tests", () => {
  const code = "Date.now();";
  const checked = ["kernel/a.ts", "fs/b/c.ts", "libc/d.ts", "kernel/testing/model.ts"];
  const free = ["tools/a.ts", "docs/b.ts", "kernel/a_test.ts", "fs/b_bench.ts", "deno.ts"];
  for (const path of checked) assertEquals(linesOf(path, code), [1], path);
  for (const path of free) assertEquals(linesOf(path, code), [], path);
});
