/** Stand-in for the parts of `@std/assert` that the project uses, over `node:assert/strict`. @module */
import strict from "node:assert/strict";

/** Fails unless `actual` deeply and strictly equals `expected`. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  strict.deepStrictEqual(actual, expected, message);
}
