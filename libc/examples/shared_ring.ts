/**
 * A producer and a consumer over shared memory: a ring of eight slots, a count of what was put in and one of what was taken
 * out. No call moves the values, and none makes anybody wait: who cannot go on lets the other one run.
 *
 *      | put | taken | slot 0 | slot 1 | … | slot 7 |        put - taken: slots that are full
 */

import { defineProgram } from "../runtime/program.ts";

const SLOTS = 8;
const COUNT = 30;
const PUT = 0;
const TAKEN = 4;
const FIRST_SLOT = 8;

/** The child puts 30 squares in; the parent takes them out. */
export const sharedRing = defineProgram("shared_ring", {
  about: "producer and consumer over a ring in shared memory",
  *main(c) {
    const ring = c.mmap(c.NULL, c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED | c.MAP_ANONYMOUS);
    const slot = (number: number) => ring + FIRST_SLOT + number % SLOTS * 4;
    if ((yield* c.fork()) === 0) {
      for (let put = 0; put < COUNT; put++) {
        while (put - c.loadInt(ring + TAKEN) === SLOTS) yield* c.sched_yield(); // full
        c.storeInt(slot(put), put * put);
        c.storeInt(ring + PUT, put + 1);
      }
      return 0;
    }
    let [sum, waits] = [0, 0];
    for (let taken = 0; taken < COUNT; taken++) {
      for (; c.loadInt(ring + PUT) === taken; waits++) yield* c.sched_yield(); // empty
      sum += c.loadInt(slot(taken));
      c.storeInt(ring + TAKEN, taken + 1);
    }
    yield* c.wait();
    yield* c.printf("%d squares make %d; the consumer waited %d times\n", COUNT, sum, waits);
    return 0;
  },
});
