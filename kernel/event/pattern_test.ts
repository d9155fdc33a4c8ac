/** Tests of how patterns are laid out. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { bool, bytes, int, near, text, uint } from "./field.ts";
import { is, type Pattern, type PatternDeclaration, units } from "./pattern.ts";
import { composeSchema, type Fields } from "./schema.ts";

const fields = {
  process: near("process"),
  page: near("page", { advance: "count" }),
  count: uint(1),
  value: int(),
  address: int(0, { register: "address", unit: 4096 }),
  dirty: bool(),
  name: text(),
};
const put = { id: 1, doc: "", fields: { frame: near("frame", { bias: 1 }), content: bytes() } };

/** The one pattern of an event `touch`, whose effects are of a kind `put`. */
function layOut(declaration: PatternDeclaration, code = 192, outcome: Fields = {}): Pattern {
  const touch = { id: 1, doc: "", fields, outcome, patterns: { [code]: declaration } };
  const part = { owner: "test", firstId: 1, lastId: 9 };
  const schema = composeSchema([{ ...part, table: { put } }], [{ ...part, table: { touch } }]);
  return schema.patterns[0];
}

Deno.test("bits lie one behind the other in coded order, the header's first", () => {
  const { lengthBytes, records: [header, effect] } = layOut({
    touch: { page: 4, count: 7, value: is(-1), dirty: 1 },
    put: { frame: 16, content: "WORD" },
  });
  assertEquals(lengthBytes, 4);
  assertEquals(header.fields.map(({ name, bits, firstBit, value }) => [name, bits, firstBit, value]), [
    ["process", 0, 0, undefined],
    ["count", 7, 0, undefined],
    ["page", 4, 7, undefined],
    ["value", 0, 11, -1],
    ["address", 0, 11, 0],
    ["dirty", 1, 11, undefined],
    ["name", 0, 12, undefined],
  ]);
  assertEquals(effect.fields.map(({ bits, firstBit }) => [bits, firstBit]), [[16, 12], [4, 28]]);
});

Deno.test("a pattern that cannot be stored, or that nobody could mean, is refused", () => {
  const refused = (declaration: PatternDeclaration, sentence: string) =>
    assertThrows(() => layOut(declaration), KernelAssertion, sentence);
  refused({ put: {} }, "pattern 192 of touch: the event's kind comes first");
  refused({ touch: {}, take: {} }, "there is no effect take");
  refused({ touch: { count: 7 } }, "7 bits are no whole bytes");
  refused({ touch: { page: 20, value: 20 } }, "touch: value crosses words");
  refused({ touch: { size: 8 } }, "touch has no field size");
  refused({ touch: { count: 32 } }, "touch: count is uint and cannot be stored so");
  refused({ touch: { page: is(3) } }, "touch: page is near and cannot be stored so");
  refused({ touch: { page: units(8, 8) } }, "touch: page is near");
  refused({ touch: { address: units(8, 8) } }, "touch: address is int and cannot be stored so");
  refused({ touch: { address: 8 } }, "touch: address is int and cannot be stored so");
  refused(
    { touch: { count: is(2 ** 32) } },
    "touch: count is always 4294967296, which has more than 32 bits",
  );
  refused({ touch: { name: "BYTES" } }, "touch: name is text");
  refused({ touch: { name: 8 } }, "touch: name is text");
  assertThrows(() => layOut({ touch: {} }, 191), KernelAssertion, "pattern 191 of touch: the code");
  const moving = { result: near("page", { bias: 1 }) };
  assertThrows(() => layOut({ touch: {} }, 192, moving), KernelAssertion, "the outcome moves a register");
});
