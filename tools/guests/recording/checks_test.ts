/** Tests of the counts and differences of a run. */
import { assertEquals } from "@std/assert";
import { Checks, DIFFERENCES_KEPT } from "./checks.ts";

Deno.test("what is checked is counted by kind, and what differs is kept with its line", () => {
  const checks = new Checks();
  assertEquals(checks.compare("results", { line: 3, what: "p0 close(3)" }, "0", "0"), true);
  assertEquals(checks.compare("results", { line: 4, what: "p0 close(3)" }, "-1 EBADF", "0"), false);
  assertEquals(checks.compare("faults", { line: 5, what: "p0 write at 0x1000" }, "minor", "minor"), true);
  assertEquals(checks.checked, { results: 2, faults: 1 });
  assertEquals([checks.checkedCount, checks.differedCount], [3, 1]);
  assertEquals(checks.differences, [
    { line: 4, kind: "results", what: "p0 close(3)", expected: "-1 EBADF", got: "0" },
  ]);
});

Deno.test("more differences than are kept are still counted", () => {
  const checks = new Checks();
  for (let line = 1; line <= DIFFERENCES_KEPT + 5; line++) {
    checks.compare("results", { line, what: "x" }, "0", "1");
  }
  assertEquals([checks.differences.length, checks.differedCount], [DIFFERENCES_KEPT, DIFFERENCES_KEPT + 5]);
});

Deno.test("given calls are counted by name, in the order of the alphabet", () => {
  const checks = new Checks();
  for (const name of ["read", "access", "read"]) checks.countGiven(name);
  assertEquals(Object.entries(checks.given), [["access", 1], ["read", 2]]);
});
