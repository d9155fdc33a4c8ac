/** Answers are read exactly, and what is no answer is refused. */
import { assertEquals, assertThrows } from "@std/assert";
import { AnswerError, parseAnswer } from "./record.ts";

const header = '{"hdr":1,"format":1,"kernel":"6.18","page":4096,"A":"0x2000"}';

Deno.test("an answer is a header and records; blank lines are passed over", () => {
  const answer = parseAnswer(`${header}\n\n{"n":2,"p":"p0","op":"dump","vsz":3}\n`, "x.ndjson");
  assertEquals([answer.header.kernel, answer.records.length, answer.records[0].vsz], ["6.18", 1, 3]);
});

Deno.test("integers that a double cannot hold become bigint", () => {
  const answer = parseAnswer(`${header}\n{"n":2,"ret":9223372036854775807,"min":0}\n`, "x.ndjson");
  assertEquals([answer.records[0].ret, answer.records[0].min], [9223372036854775807n, 0]);
});

Deno.test("what is no answer is refused with its line", () => {
  assertThrows(() => parseAnswer("", "x.ndjson"), AnswerError, "x.ndjson:1: An answer starts with a header");
  assertThrows(() => parseAnswer('{"n":1}\n', "x.ndjson"), AnswerError, "format 1");
  assertThrows(
    () => parseAnswer(`${header}\n{"n":2,"p`, "x.ndjson"),
    AnswerError,
    "x.ndjson:2: This is not a line of JSON",
  );
});
