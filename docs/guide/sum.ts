/**
 * The example of write_a_program.md: a child adds numbers up in memory that it shares with its parent.
 */

import { type C, ints, type Task } from "@palimpsest/libc";

/** What `record` says about it. */
export const about = "a child adds numbers up in shared memory";

/** Static data: a C compiler would put it into .data. */
export const data = { last: ints(10) };

/** The program. */
export function* main(c: C, argv: readonly string[]): Task<number> {
  const shared = c.mmap(c.NULL, 4, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED | c.MAP_ANONYMOUS);
  if ((yield* c.fork()) === 0) {
    const last = c.loadInt(c.symbol("last"));
    for (let number = 1; number <= last; number++) c.storeInt(shared, c.loadInt(shared) + number);
    return 0;
  }
  yield* c.wait();
  yield* c.printf("%s: the sum is %d\n", argv[0], c.loadInt(shared));
  return 0;
}
