/**
 * The second kind of failure: ours.
 *
 * What a guest does wrong is a value (an errno, a signal event). What this program does wrong, or finds in a
 * log that cannot be true, is thrown from here, with the values that show it. Nothing in kernel, fs or libc
 * catches a KernelAssertion.
 */

/** A broken invariant of the kernel, or an effect that cannot be applied. */
export class KernelAssertion extends Error {
  /** Shown before the message. */
  override readonly name = "KernelAssertion";
}

/**
 * Throws a {@link KernelAssertion} unless `condition` holds.
 *
 * @param message What does not hold, with the values. Give a function where the check is hot or the text
 *   costs something to build: it is called only on failure.
 */
export function assertThat(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new KernelAssertion(typeof message === "string" ? message : message());
}
