/** Answers are written byte for byte: every recorded answer is read and written again (FO1 to FO3). */
import { assertEquals } from "@std/assert";
import { readCorpus } from "./corpus.ts";
import { formatAnswer, formatRecord, quote } from "./format.ts";
import { parseAnswer, type ScriptRecord } from "./record.ts";

for (const group of ["curated", "random", "swap"]) {
  Deno.test(`every ${group} answer is written byte for byte as the real kernel's oracle wrote it`, async () => {
    const corpus = await readCorpus(new URL(`../../testdata/conform/${group}.ndjson.gz`, import.meta.url));
    for (const { name, answer } of corpus) {
      assertEquals(formatAnswer(parseAnswer(answer, name)), answer, name);
    }
  });
}

/** The same record with its keys in reverse order. */
function shuffled(record: ScriptRecord): ScriptRecord {
  return Object.fromEntries(Object.entries(record).reverse()) as unknown as ScriptRecord;
}

Deno.test("the order of keys does not depend on the record's", async () => {
  const corpus = await readCorpus(new URL("../../testdata/conform/curated.ndjson.gz", import.meta.url));
  for (const { name, answer } of corpus) {
    const { header, records } = parseAnswer(answer, name);
    assertEquals(formatAnswer({ header, records: records.map(shuffled) }), answer, name);
  }
});

Deno.test("integers beyond 2^53 are written exactly", () => {
  const record = { n: 1, p: "p0", op: "lseek f 1 0", ret: 9223372036854775807n, min: 0, maj: 0 };
  assertEquals(
    formatRecord(record),
    '{"n":1,"p":"p0","op":"lseek f 1 0","ret":9223372036854775807,"min":0,"maj":0}\n',
  );
});

Deno.test("a text escapes quotes and backslashes and prints control characters as blanks", () => {
  assertEquals(quote('a"b\\c\td\u00e9'), '"a\\"b\\\\c dé"');
});
