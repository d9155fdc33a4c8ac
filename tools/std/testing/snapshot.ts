/**
 * Stand-in for the part of `@std/testing/snapshot` that the project uses, over the runtime's own
 * `t.assertSnapshot`, which reads and writes the same files (`__snapshots__/NAME_test.ts.snap`).
 *
 * Snapshots are written by `deno test --update-snapshots` (the real package: `deno test -- --update`); without
 * it, a snapshot that is missing or differs is a failure.
 *
 * @module
 */

/** What a snapshot may be told: its name, its file, and how the value becomes text. */
export interface SnapshotOptions<T = unknown> {
  /** Directory of the snapshot file, relative to the test file's. */
  dir?: string;
  /** The snapshot file, relative to the test file's directory; wins over `dir`. */
  path?: string;
  /** Name of the snapshot in its file; the test's title otherwise. */
  name?: string;
  /** What to say when it differs, instead of the difference. */
  msg?: string;
  /** Turns the value into the text that is kept. */
  serializer?: (actual: T) => string;
}

/** Fails unless `actual` is what the snapshot of the test `context` keeps. */
export async function assertSnapshot<T>(
  context: Deno.TestContext,
  actual: T,
  options?: SnapshotOptions<T>,
): Promise<void> {
  await context.assertSnapshot(actual, options);
}
