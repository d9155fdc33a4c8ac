/** Tests of how findings are printed and ordered. */
import { assertEquals } from "@std/assert";
import { type Finding, printFinding, sortFindings } from "./finding.ts";

const refused: Finding = {
  path: "kernel/a.ts",
  line: 3,
  rule: "purity",
  severity: "refused",
  message: "take it as an argument.",
};

Deno.test("printFinding() gives the place first, as editors read it", () => {
  assertEquals(printFinding(refused), "kernel/a.ts:3: purity: take it as an argument.");
  assertEquals(
    printFinding({ ...refused, severity: "note", rule: "sizes" }),
    "kernel/a.ts:3: note, sizes: take it as an argument.",
  );
});

Deno.test("sortFindings() orders by path, line and rule", () => {
  const other = { ...refused, path: "fs/z.ts" };
  const later = { ...refused, line: 20 };
  const sizes = { ...refused, rule: "sizes" };
  assertEquals(sortFindings([later, sizes, refused, other]), [other, refused, sizes, later]);
});
