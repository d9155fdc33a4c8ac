/** Expressions are read and evaluated modulo 2^64, and what is wrong is placed (EX1, EX2). */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  evaluateExpression,
  ExpressionError,
  isName,
  numberExpression,
  parseExpression,
  parseNumber,
} from "./expression.ts";

const environment = {
  valueOf: (symbol: string) =>
    ({ A: 0x200000000000n, BRK: 0x100000001800n, r1: 0x7ffff7ff6000n } as Record<string, bigint>)[symbol],
};

function value(text: string): bigint | string {
  const result = evaluateExpression(parseExpression(text), environment);
  return "value" in result ? result.value : result.undefinedName;
}

Deno.test("an expression adds and subtracts its terms", () => {
  assertEquals(value("A+0x3000-1"), 0x200000002fffn);
  assertEquals(value("BRK-0x800"), 0x100000001000n);
  assertEquals(value("r1"), 0x7ffff7ff6000n);
});

Deno.test("an expression is computed modulo 2^64", () => {
  assertEquals(value("-1"), 0xffffffffffffffffn);
  assertEquals(value("0xffffffffffffffff+2"), 1n);
  assertEquals(value("-0x1000"), 0xfffffffffffff000n);
  assertEquals(value("+5"), 5n);
});

Deno.test("suffixes multiply a number by a power of two", () => {
  assertEquals(["1k", "2m", "3g", "1t", "0x10p"].map((text) => parseNumber(text)), [
    1024n,
    2n << 20n,
    3n << 30n,
    1n << 40n,
    0x10000n,
  ]);
  assertEquals(parseNumber("0xffffffffffffffffk"), 0xfffffffffffffc00n);
});

Deno.test("a name without a value is told, the last one read first", () => {
  assertEquals(value("A+gone"), "gone");
  assertEquals(value("lost+gone+A"), "gone");
});

Deno.test("a malformed expression is refused with the place in it", () => {
  for (
    const [text, offset] of [["", 0], ["A+", 2], ["A++1", 2], ["A+12z", 2], ["08", 0], ["A*2", 0], [
      "r1-0x",
      3,
    ]] as const
  ) {
    assertEquals([text, assertThrows(() => parseExpression(text), ExpressionError).offset], [text, offset]);
  }
});

Deno.test("a number must fit in 64 bits", () => {
  assertEquals(parseNumber("18446744073709551615"), 2n ** 64n - 1n);
  assertThrows(() => parseNumber("18446744073709551616"), ExpressionError, "does not fit in 64 bits");
});

Deno.test("names are letters, digits and underscores, at most 31 characters", () => {
  assert(isName("r1") && isName("_x") && isName("a".repeat(31)));
  assert(!isName("1r") && !isName("") && !isName("a-b") && !isName("a".repeat(32)));
});

Deno.test("the expression of a number evaluates to it", () => {
  assertEquals(evaluateExpression(numberExpression(7n), environment), { value: 7n });
});
