/** Tests of taking a source apart: what counts as code, comment and import. */
import { assertEquals } from "@std/assert";
import { importsOf, lineOf, readSource } from "./source.ts";

function codeOf(text: string): string {
  return readSource("a.ts", text).code;
}

Deno.test("readSource() blanks strings and comments and keeps every place", () => {
  assertEquals(codeOf(`f("Date", 'x\\'y'); // Date\ng();`), `f("    ", '    ');        \ng();`);
  assertEquals(codeOf("a /* Date\n await */ b"), "a        \n          b");
});

Deno.test("readSource() keeps the code inside a template and blanks the text around it", () => {
  assertEquals(codeOf("`a ${Date.now({ b: `c ${d}` })} e`"), "`  ${Date.now({ b: `  ${d}` })}  `");
});

Deno.test("readSource() tells a regular expression from a division", () => {
  assertEquals(codeOf("x = /Da[/]te\\//g; y"), "x = /         /g; y");
  assertEquals(codeOf("x = a / b; y = c / d"), "x = a / b; y = c / d");
  assertEquals(codeOf("x = (a) / b[0] / c"), "x = (a) / b[0] / c");
  assertEquals(codeOf("return /Date/.test(a)"), "return /    /.test(a)");
  assertEquals(codeOf('f(`${a}`) / g("/")'), 'f(`${a}`) / g(" ")');
});

Deno.test("readSource() gives each comment with its line", () => {
  assertEquals(readSource("a.ts", "/** one */\na();\n// two\nb(); /* three */").comments, [
    { text: "/** one */", line: 1 },
    { text: "// two", line: 3 },
    { text: "/* three */", line: 4 },
  ]);
});

Deno.test("readSource() says what it can of a text that is cut off", () => {
  for (const text of ["/* open", '"open', "`open ${", "/open", "a\\"]) {
    assertEquals(codeOf(text).length, text.length, text);
  }
});

Deno.test("importsOf() finds each way to name a module, and none in strings and comments", () => {
  const text = `import { a } from "./a.ts";
import type {
  B,
} from "../b.ts";
export * from './c.ts';
import "./d.ts";
const e = await import("./e.ts");
type F = import("./f.ts").F;
// import "./no.ts";
const g = 'import "./no.ts"';
Array.from("no");`;
  assertEquals(importsOf(readSource("x.ts", text)), [
    { specifier: "./a.ts", line: 1 },
    { specifier: "../b.ts", line: 4 },
    { specifier: "./c.ts", line: 5 },
    { specifier: "./d.ts", line: 6 },
    { specifier: "./e.ts", line: 7 },
    { specifier: "./f.ts", line: 8 },
  ]);
});

Deno.test("lineOf() counts lines from 1", () => {
  assertEquals(["a", "b", "c"].map((word) => lineOf("a\nb\n\nc", "a\nb\n\nc".indexOf(word))), [1, 2, 4]);
});
