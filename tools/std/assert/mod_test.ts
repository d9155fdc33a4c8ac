/** Tests of the `@std/assert` stand-in: each assertion passes when it should and refuses when it should. */
import {
  assert,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

const sameObject = { page: 1 };

const passing: [string, () => void][] = [
  ["assert", () => assert(1)],
  ["assertFalse", () => assertFalse(0)],
  ["assertEquals", () => assertEquals({ a: [1, new Uint8Array([2])] }, { a: [1, new Uint8Array([2])] })],
  ["assertNotEquals", () => assertNotEquals({ a: 1 }, { a: 2 })],
  ["assertStrictEquals", () => assertStrictEquals(sameObject, sameObject)],
  ["assertNotStrictEquals", () => assertNotStrictEquals({}, {})],
  ["assertExists", () => assertExists(0)],
  ["assertInstanceOf", () => assertInstanceOf(new TypeError(), Error)],
  ["assertStringIncludes", () => assertStringIncludes("munmap(0x1000)", "0x1000")],
  ["assertMatch", () => assertMatch("event 41", /^event \d+$/)],
  ["assertNotMatch", () => assertNotMatch("event 41", /fault/)],
  ["assertArrayIncludes", () => assertArrayIncludes([[1], [2], [3]], [[3], [1]])],
  ["assertGreater", () => assertGreater(2, 1)],
  ["assertGreaterOrEqual", () => assertGreaterOrEqual(2, 2)],
  ["assertLess", () => assertLess(1, 2)],
  ["assertLessOrEqual", () => assertLessOrEqual(2, 2)],
  ["assertIsError", () => assertIsError(new TypeError("no such VMA"), TypeError, "VMA")],
];

const failing: [string, () => void][] = [
  ["assert", () => assert(0, "zero")],
  ["assertFalse", () => assertFalse(1)],
  ["assertEquals", () => assertEquals<unknown>({ a: [1] }, { a: ["1"] })],
  ["assertNotEquals", () => assertNotEquals({ a: 1 }, { a: 1 })],
  ["assertStrictEquals", () => assertStrictEquals({}, {})],
  ["assertNotStrictEquals", () => assertNotStrictEquals(sameObject, sameObject)],
  ["assertExists", () => assertExists(undefined)],
  ["assertInstanceOf", () => assertInstanceOf(new Error(), TypeError)],
  ["assertStringIncludes", () => assertStringIncludes("munmap", "mmap2")],
  ["assertMatch", () => assertMatch("event", /\d/)],
  ["assertNotMatch", () => assertNotMatch("event 41", /\d/)],
  ["assertArrayIncludes", () => assertArrayIncludes([1, 2], [3])],
  ["assertGreater", () => assertGreater(2, 2)],
  ["assertGreaterOrEqual", () => assertGreaterOrEqual(1, 2)],
  ["assertLess", () => assertLess(2, 2)],
  ["assertLessOrEqual", () => assertLessOrEqual(3, 2)],
  ["assertIsError", () => assertIsError(new TypeError("no such VMA"), RangeError)],
  ["assertThrows", () => assertThrows(() => 0)],
  ["fail", () => fail("here")],
  ["unreachable", () => unreachable()],
];

for (const [name, check] of passing) {
  Deno.test(`${name}() passes when its claim holds`, () => check());
}

for (const [name, check] of failing) {
  Deno.test(`${name}() throws an AssertionError with a message when its claim does not hold`, () => {
    let thrown: unknown;
    try {
      check();
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof AssertionError)) throw new Error(`${name}() threw ${thrown}`);
    if (thrown.message === "") throw new Error(`${name}() says nothing`);
  });
}

Deno.test("assertThrows() returns the error, and checks its class and its message", () => {
  const boom = () => {
    throw new RangeError("page 9 is out of range");
  };
  assertEquals(assertThrows(boom, RangeError, "page 9").message, "page 9 is out of range");
  assertThrows(() => assertThrows(boom, TypeError), AssertionError, "Expected an error of TypeError");
  assertThrows(() => assertThrows(boom, RangeError, "page 8"), AssertionError, "page 8");
});

Deno.test("assertRejects() returns the error a promise was rejected with", async () => {
  const error = await assertRejects(() => Promise.reject(new RangeError("cut off")), RangeError, "cut");
  assertEquals(error.message, "cut off");
  await assertRejects(
    () => assertRejects(() => Promise.resolve(1)),
    AssertionError,
    "Expected function to reject",
  );
});

Deno.test("assertRejects() refuses a function that throws before it gives a promise", async () => {
  const throwing = () => {
    throw new Error("at once");
  };
  await assertRejects(() => assertRejects(throwing), AssertionError, "at once");
});
