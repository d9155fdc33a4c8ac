/** Tests of the import rules: each way that is allowed, each that is not. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkImports } from "./imports.ts";
import { readSource } from "./source.ts";

function messagesFor(path: string, specifier: string): string[] {
  return checkImports(readSource(path, `import { a } from "${specifier}";`)).map((finding) =>
    finding.message
  );
}

const allowed: [string, string][] = [
  ["kernel/memory/vma.ts", "../address.ts"],
  ["fs/inode.ts", "@palimpsest/kernel"],
  ["fs/syscalls/open.ts", "../../kernel/mod.ts"],
  ["tools/commands/record.ts", "@palimpsest/fs"],
  ["tools/commands/record.ts", "@std/path"],
  ["tools/commands/record.ts", "node:zlib"],
  ["kernel/memory/vma_test.ts", "@std/assert"],
  ["kernel/memory/vma_test.ts", "fast-check"],
  ["kernel/testing/model.ts", "@std/assert"],
  ["fs/inode_test.ts", "@palimpsest/kernel/testing"],
  ["fs/inode_test.ts", "../kernel/testing/mod.ts"],
  ["tools/oracle/generate.ts", "../../kernel/testing/random.ts"],
  ["docs/diagrams/mapping_test.ts", "../../tools/testing/mermaid_parser.ts"],
];

for (const [path, specifier] of allowed) {
  Deno.test(`checkImports() lets ${path} import ${specifier}`, () => {
    assertEquals(messagesFor(path, specifier), []);
  });
}

const refused: [string, string, string][] = [
  ["kernel/memory/vma.ts", "../../fs/mod.ts", "kernel may not import fs"],
  ["kernel/memory/vma.ts", "@palimpsest/tools", "kernel may not import tools"],
  ["kernel/memory/vma_test.ts", "@palimpsest/fs", "kernel may not import fs"],
  ["fs/inode.ts", "../kernel/memory/vma.ts", "past the face of kernel"],
  ["fs/inode.ts", "@palimpsest/kernel/memory/vma.ts", "past the face of kernel"],
  ["fs/inode.ts", "@palimpsest/kernel/testing", "past the face of kernel"],
  ["kernel/memory/vma.ts", "@palimpsest/kernel", "own package"],
  ["kernel/memory/vma.ts", "@std/assert", "from outside"],
  ["libc/stdio.ts", "node:buffer", "from outside"],
  ["fs/inode.ts", "fast-check", "from outside"],
];

for (const [path, specifier, reason] of refused) {
  Deno.test(`checkImports() refuses that ${path} imports ${specifier}`, () => {
    const messages = messagesFor(path, specifier);
    assertEquals(messages.length, 1);
    assertStringIncludes(messages[0], reason);
  });
}

Deno.test("checkImports() names the line", () => {
  const source = readSource("fs/inode.ts", '/** Inodes. */\n\nimport { a } from "zlib";\n');
  assertEquals(checkImports(source).map(({ path, line }) => ({ path, line })), [{
    path: "fs/inode.ts",
    line: 3,
  }]);
});

Deno.test("checkImports() leaves files at the top level alone", () => {
  assertEquals(messagesFor("build.ts", "./kernel/memory/vma.ts"), []);
});
