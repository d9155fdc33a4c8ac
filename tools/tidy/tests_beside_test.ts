/** Tests of the rule that each source has its test beside it. */
import { assertEquals } from "@std/assert";
import { checkTestsBeside } from "./tests_beside.ts";

function refusedPaths(paths: string[], exceptions: [string, string][] = []): string[] {
  return checkTestsBeside(paths, new Map(exceptions)).map(({ path }) => path);
}

Deno.test("checkTestsBeside() finds a source without a test in the same folder", () => {
  assertEquals(refusedPaths(["kernel/a.ts", "kernel/a_test.ts", "kernel/b.ts", "fs/b_test.ts"]), [
    "kernel/b.ts",
  ]);
});

Deno.test("checkTestsBeside() excepts faces, examples, benchmarks and files that are not TypeScript", () => {
  assertEquals(
    refusedPaths(["fs/mod.ts", "libc/examples/hello.ts", "kernel/log_bench.ts", "docs/a.d.ts", "README.md"]),
    [],
  );
});

Deno.test("checkTestsBeside() excepts what is listed, and refuses exceptions that are no longer needed", () => {
  const listed: [string, string][] = [["kernel/table.ts", "only a table"]];
  assertEquals(refusedPaths(["kernel/table.ts"], listed), []);
  assertEquals(refusedPaths(["kernel/table.ts", "kernel/table_test.ts"], listed), ["kernel/table.ts"]);
  assertEquals(refusedPaths([], listed), ["kernel/table.ts"]);
});
