/** Tests of walking word tables. */
import { assertEquals } from "@std/assert";
import { WordTable } from "../state/word_table.ts";
import { wordsOf } from "./table_words.ts";

Deno.test("wordsOf() gives the words that are not zero, in order", () => {
  const table = new WordTable(1, 1);
  for (const index of [2 ** 35, 3, 17, 18]) table.own(1, index)[table.offset(index)] = index % 7 + 1;
  table.own(1, 17)[table.offset(17)] = 0;
  assertEquals([...wordsOf(table)], [[3, 4], [18, 5], [2 ** 35, 2 ** 35 % 7 + 1]]);
});
