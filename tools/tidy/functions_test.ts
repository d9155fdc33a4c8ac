/** Tests of finding functions by their brackets. */
import { assertEquals } from "@std/assert";
import { functionsOf } from "./functions.ts";
import { readSource } from "./source.ts";

function found(text: string): string[] {
  return functionsOf(readSource("a.ts", text)).map(({ name, line, lineCount }) =>
    `${name ?? "-"} ${line}+${lineCount}`
  );
}

Deno.test("functionsOf() finds declarations, methods, accessors and arrows with their lines", () => {
  const text = `function one<T>(a: T) {
  return a;
}
class A {
  constructor(readonly b: number) {}
  get c() {
    return 1;
  }
  #d(): void {
  }
}
const e = (a: number) => {
  f();
};
`;
  assertEquals(found(text), ["one 1+3", "constructor 5+1", "c 6+3", "#d 9+2", "- 12+3"]);
});

Deno.test("functionsOf() reads past result types, braces in them included", () => {
  assertEquals(found("function a(): { b: number; c: [d, { e: 1 }] } {\n}\n"), ["a 1+2"]);
  assertEquals(found("function a(): Map<string, { b: number }> {\n}\n"), ["a 1+2"]);
  assertEquals(found("const a = (b: unknown): b is { c: 1 } => {\n};"), ["- 1+2"]);
  assertEquals(found("function a(\n  b: { c: number },\n): A | { d: 1 } {\n}\n"), ["a 1+4"]);
});

Deno.test("functionsOf() takes statements and declarations without a body for what they are", () => {
  assertEquals(found("if (a) {\n} else if (b) {\n}\nfor (const a of b) {\n}\nwhile (a) {\n}"), []);
  assertEquals(found("switch (a) {\n}\ntry {\n} catch (e) {\n}\nfor await (const a of b) {\n}"), []);
  assertEquals(found("interface A { b(c: number): { d: 1 }; e(): void }\n"), []);
  assertEquals(found("function a(b: string): string;\n"), []);
  assertEquals(found("const a = b ? f(c) : { d: 1 };"), []);
  assertEquals(found("type A = (b: number) => void;"), []);
});

Deno.test("functionsOf() counts functions inside functions both for themselves and for the outer one", () => {
  assertEquals(found("function a() {\n  each(() => {\n    b();\n  });\n}\n"), ["a 1+5", "- 2+3"]);
});

Deno.test("functionsOf() is not misled by brackets in strings and comments", () => {
  assertEquals(found('function a() {\n  b("}"); // }\n  c(/[}]/);\n}\n'), ["a 1+4"]);
});
