/** Tests of tables. */
import { assertEquals } from "@std/assert";
import { tableLines } from "./table.ts";

Deno.test("columns are as wide as their widest cell, and lean where they are told", () => {
  assertEquals(
    tableLines([["N", "right"], ["NAME", "left"], ["", "left"]], [["1", "a", ""], ["200", "bcdef", "x"]]),
    [
      "  N  NAME",
      "  1  a",
      "200  bcdef  x",
    ],
  );
  assertEquals(tableLines([["N", "left"]], []), []);
});
