/**
 * Memory that parent and child share: MAP_SHARED | MAP_ANONYMOUS before fork(). The child's store is the parent's value;
 * a private variable beside it is not: it was copied at the child's store.
 */

import { ints } from "../runtime/static_data.ts";
import { defineProgram } from "../runtime/program.ts";

/** The child stores 42 into a shared and into a private int. */
export const sharedAnonymous = defineProgram("shared_anonymous", {
  about: "shared anonymous memory between parent and child",
  data: { own: ints(1) },
  *main(c) {
    const own = c.symbol("own");
    const shared = c.mmap(c.NULL, 4, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED | c.MAP_ANONYMOUS);
    c.storeInt(shared, 1);
    if ((yield* c.fork()) === 0) {
      c.storeInt(shared, 42);
      c.storeInt(own, 42);
      yield* c.printf("child:  shared %d, private %d\n", c.loadInt(shared), c.loadInt(own));
      return 0;
    }
    yield* c.wait();
    yield* c.printf("parent: shared %d, private %d\n", c.loadInt(shared), c.loadInt(own));
    return 0;
  },
});
