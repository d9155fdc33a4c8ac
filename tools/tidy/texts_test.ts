/** Tests of what may not stand in a text, and of how a source must begin. */
import { assertEquals } from "@std/assert";
import { readSource } from "./source.ts";
import { checkMachinePaths, checkOpeningComment, checkUndoneMarks } from "./texts.ts";

// Put together here, so that this file is not refused for its own examples.
const folderOf = (name: string) => ["", name, "somebody", "main.ts"].join("/");
const mark = ["TO", "DO"].join("");

Deno.test("checkMachinePaths() finds folders of a developer's machine, with their lines", () => {
  for (const name of ["work", "root", "home", "Users"]) {
    const findings = checkMachinePaths("README.md", `See\n${folderOf(name)} and "${folderOf(name)}".`);
    assertEquals(findings.map(({ line }) => line), [2, 2], name);
  }
});

Deno.test("checkMachinePaths() lets relative paths, guests' paths and web addresses stand", () => {
  const text = "../work/x docs/home/y /tmp/a /usr/lib/libc.so https://example.com/home/z ./root/a";
  assertEquals(checkMachinePaths("README.md", text), []);
});

Deno.test("checkUndoneMarks() finds marks in comments, with their lines, and not in code or strings", () => {
  const text = `/**\n * Head.\n * ${mark}: later\n */\nconst a = "${mark}"; // ${mark}\n`;
  const findings = checkUndoneMarks(readSource("kernel/a.ts", text));
  assertEquals(findings.map(({ line }) => line), [3, 5]);
});

Deno.test("checkOpeningComment() asks for a comment before anything else", () => {
  const findingsOf = (text: string) => checkOpeningComment(readSource("kernel/a.ts", text)).length;
  assertEquals(findingsOf("/** What it is. */\nexport {};"), 0);
  assertEquals(findingsOf("#!/usr/bin/env deno\n\n// What it is.\n"), 0);
  assertEquals(findingsOf('import { a } from "./a.ts";\n/** Too late. */'), 1);
  assertEquals(findingsOf(""), 1);
});
