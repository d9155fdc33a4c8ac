/** Tests of lackey's output. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { isLackeyLine, LackeyParser } from "./lackey_parser.ts";

function parse(text: string, pieceLength = 1000) {
  const references: [number, boolean][] = [];
  const parser = new LackeyParser(
    { reference: (page, isWrite) => references.push([page, isWrite]) },
    "a.lackey",
  );
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += pieceLength) parser.push(bytes.subarray(at, at + pieceLength));
  parser.end();
  return { references, passedOver: parser.passedOver };
}

const TRACE = `==17574== Lackey, an example Valgrind tool
==17574== Command: /bin/true
I  0401ab70,3
 S 1fff000688,8
 L 1fff000680,8
 M 0421c7cc,4
hello, world
==17574== Exit code:       0
`;

Deno.test("instructions and loads are reads, stores and modifications are writes", () => {
  for (const pieceLength of [1, 5, 1000]) {
    assertEquals(parse(TRACE, pieceLength), {
      references: [[0x401a, false], [0x1fff000, true], [0x1fff000, false], [0x421c, true]],
      passedOver: 1,
    });
  }
});

Deno.test("an access that reaches into the next page is a reference to both", () => {
  assertEquals(parse(" L 00001ffe,4\n S 00001ffc,4\n").references, [[1, false], [2, false], [1, true]]);
});

Deno.test("a line that is cut or changed is refused with its number", () => {
  for (const line of ["I  0401ab70", "I  0401xb70,3", " L ,4", " S 1000,", " S 1000,0", " M 1000,4 x"]) {
    assertThrows(
      () => parse(`I  0401ab70,3\n${line}\n`),
      UserError,
      `a.lackey: line 2: '${line}' is no reference; keep the program's own output apart`,
    );
  }
});

Deno.test("isLackeyLine() looks at the first three bytes", () => {
  const is = (text: string) => isLackeyLine(new TextEncoder().encode(text), 0, text.length);
  assertEquals(["I  1,2", " L 1,2", " S ", " M ", "I 1,2", " X 1", "I", "7 w"].map(is), [
    ...[true, true, true, true],
    ...[false, false, false, false],
  ]);
});
