/** Tests that every check is asked about every file it concerns. */
import { assertEquals } from "@std/assert";
import { checkFiles } from "./checks.ts";
import { untested } from "./tests_beside.ts";

/** The exceptions of the real repository, so that they do not count as gone. */
const excepted = [...untested.keys()].map((path) => ({ path, text: "/** Head. */" }));

function rulesFor(path: string, text: string): string[] {
  return checkFiles([...excepted, { path, text }]).filter((finding) => finding.path === path)
    .map(({ line, rule }) => `${line} ${rule}`);
}

Deno.test("checkFiles() asks every check about a source", () => {
  const mark = ["FIX", "ME"].join("");
  const folder = ["", "home", "somebody"].join("/");
  const text = `import { a } from "@palimpsest/fs";\nDate.now();\n// ${mark}\n// ${folder}\n${
    "a();\n".repeat(600)
  }`;
  assertEquals(rulesFor("kernel/a.ts", text), [
    "1 head",
    "1 imports",
    "1 sizes",
    "1 test-beside",
    "2 purity",
    "3 undone",
    "4 machine-path",
  ]);
});

Deno.test("checkFiles() asks only about machine paths in what is no source", () => {
  const folder = ["", "root", "notes"].join("/");
  assertEquals(rulesFor("README.md", `Date.now()\n${folder}\n`), ["2 machine-path"]);
});

Deno.test("checkFiles() finds nothing in a good source with its test", () => {
  const findings = checkFiles([
    ...excepted,
    { path: "kernel/a.ts", text: "/** What it is. */\nexport const a = 1;\n" },
    { path: "kernel/a_test.ts", text: '/** Tests of it. */\nimport { a } from "./a.ts";\n' },
  ]);
  assertEquals(findings, []);
});
