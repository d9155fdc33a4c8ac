/**
 * Stand-in for the parts of `@std/assert` that the project uses, with the same names and signatures, over
 * `node:util` and `node:assert/strict`, which the runtime has built in.
 *
 * SA1. Every failure is an {@linkcode AssertionError} whose message says what was expected and what came;
 *      a caller's own message is appended to it.
 * SA2. Nothing here is looser than the real package. Two things are stricter: `assertEquals` tells -0 from 0,
 *      and a property that is `undefined` from one that is absent.
 *
 * @module
 */
import strict from "node:assert/strict";
import { inspect, isDeepStrictEqual } from "node:util";

/** Thrown by every assertion that fails. */
export class AssertionError extends Error {
  /** An error that says what was expected and what came. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** A class of errors, whatever its constructor takes. */
// deno-lint-ignore no-explicit-any
export type ErrorClass<E extends Error> = abstract new (...parameters: any[]) => E;

function refuse(message: string, suffix: string | undefined): never {
  throw new AssertionError(suffix === undefined ? `${message}.` : `${message}: ${suffix}`);
}

/** Fails unless `expr` is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Fails unless `expr` is falsy. */
export function assertFalse(expr: unknown, msg?: string): asserts expr is false {
  if (expr) refuse("Expected a false value", msg);
}

/** Fails unless `actual` deeply and strictly equals `expected`; the message shows where they differ. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  let difference = "";
  try {
    strict.deepStrictEqual(actual, expected);
  } catch (error) {
    difference = error instanceof Error ? error.message : String(error);
  }
  throw new AssertionError(`Values are not equal${msg === undefined ? "." : `: ${msg}`}\n${difference}`);
}

/** Fails when `actual` deeply and strictly equals `expected`. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (isDeepStrictEqual(actual, expected)) {
    refuse(`Expected a value other than ${inspect(expected)}`, msg);
  }
}

/** Fails unless `actual` and `expected` are the same value by `Object.is`. */
export function assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): asserts actual is T {
  if (!Object.is(actual, expected)) {
    refuse(`Values are not strictly equal: got ${inspect(actual)}, expected ${inspect(expected)}`, msg);
  }
}

/** Fails when `actual` and `expected` are the same value by `Object.is`. */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void {
  if (Object.is(actual, expected)) refuse(`Expected a value other than ${inspect(expected)}`, msg);
}

/** Fails when `actual` is `null` or `undefined`. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual === undefined || actual === null) refuse(`Expected a value, got ${actual}`, msg);
}

/** Fails unless `actual` is an instance of `expectedType`. */
export function assertInstanceOf<
  // deno-lint-ignore no-explicit-any
  T extends abstract new (...parameters: any[]) => any,
>(actual: unknown, expectedType: T, msg = ""): asserts actual is InstanceType<T> {
  if (!(actual instanceof expectedType)) {
    refuse(`Expected an instance of ${expectedType.name}, got ${inspect(actual)}`, msg || undefined);
  }
}

/** Fails unless `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (!actual.includes(expected)) {
    refuse(`Expected ${inspect(actual)} to contain ${inspect(expected)}`, msg);
  }
}

/** Fails unless `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (!expected.test(actual)) refuse(`Expected ${inspect(actual)} to match ${expected}`, msg);
}

/** Fails when `actual` matches `expected`. */
export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) refuse(`Expected ${inspect(actual)} not to match ${expected}`, msg);
}

/** Fails unless every item of `expected` deeply equals some item of `actual`. */
export function assertArrayIncludes<T>(actual: ArrayLike<T>, expected: ArrayLike<T>, msg?: string): void {
  const found = Array.from(actual);
  const missing = Array.from(expected).filter((item) =>
    !found.some((other) => isDeepStrictEqual(item, other))
  );
  if (missing.length > 0) refuse(`Expected ${inspect(found)} to contain ${inspect(missing)}`, msg);
}

/** Fails unless `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) refuse(`Expected ${inspect(actual)} > ${inspect(expected)}`, msg);
}

/** Fails unless `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual >= expected)) refuse(`Expected ${inspect(actual)} >= ${inspect(expected)}`, msg);
}

/** Fails unless `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) refuse(`Expected ${inspect(actual)} < ${inspect(expected)}`, msg);
}

/** Fails unless `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual <= expected)) refuse(`Expected ${inspect(actual)} <= ${inspect(expected)}`, msg);
}

/** Fails unless `error` is an error of the class and its message has `msgMatches`. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: ErrorClass<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) refuse(`Expected an Error, got ${inspect(error)}`, msg);
  if (ErrorClass && !(error instanceof ErrorClass)) {
    refuse(`Expected an error of ${ErrorClass.name}, got ${inspect(error)}`, msg);
  }
  const matches = typeof msgMatches === "string"
    ? error.message.includes(msgMatches)
    : msgMatches?.test(error.message) ?? true;
  if (!matches) {
    refuse(
      `Expected an error message with ${inspect(msgMatches)}, got ${inspect(error.message)}`,
      msg,
    );
  }
}

/** Fails unless `fn` throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Fails unless `fn` throws an error of `ErrorClass` whose message includes `msgIncludes`; returns the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
/** Implementation of both forms. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClassOrMsg?: ErrorClass<E> | string,
  msgIncludesOrMsg?: string,
  msg?: string,
): E | Error | unknown {
  const expected = expectation(errorClassOrMsg, msgIncludesOrMsg, msg);
  try {
    fn();
  } catch (error) {
    if (expected.errorClass) assertIsError(error, expected.errorClass, expected.msgIncludes, expected.msg);
    return error;
  }
  return refuse("Expected function to throw", expected.msg);
}

/** Fails unless the promise of `fn` rejects, and returns what it was rejected with. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Fails unless the promise of `fn` rejects with an error of `ErrorClass` whose message includes `msgIncludes`. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
/** Implementation of both forms. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClassOrMsg?: ErrorClass<E> | string,
  msgIncludesOrMsg?: string,
  msg?: string,
): Promise<E | Error | unknown> {
  const expected = expectation(errorClassOrMsg, msgIncludesOrMsg, msg);
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch (error) {
    return refuse(`Expected a promise that rejects, but the function threw ${inspect(error)}`, expected.msg);
  }
  try {
    await promise;
  } catch (error) {
    if (expected.errorClass) assertIsError(error, expected.errorClass, expected.msgIncludes, expected.msg);
    return error;
  }
  return refuse("Expected function to reject", expected.msg);
}

/** Fails. */
export function fail(msg?: string): never {
  refuse("Failed assertion", msg);
}

/** Fails: this place must never be reached. */
export function unreachable(msg?: string): never {
  refuse("Unreachable", msg);
}

function expectation<E extends Error>(
  errorClassOrMsg: ErrorClass<E> | string | undefined,
  msgIncludesOrMsg: string | undefined,
  msg: string | undefined,
): { errorClass?: ErrorClass<E>; msgIncludes?: string; msg?: string } {
  if (typeof errorClassOrMsg === "string") return { msg: errorClassOrMsg };
  return { errorClass: errorClassOrMsg, msgIncludes: msgIncludesOrMsg, msg };
}
