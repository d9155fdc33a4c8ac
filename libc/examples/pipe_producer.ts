/**
 * A producer and a consumer over a pipe. The pipe holds 64 KiB: a producer that is faster waits, and nobody has to tell it to.
 * The end comes by itself too: when the producer is gone, read() gives 0.
 *
 * What to look at: the write that is `<unfinished …>` and the reads between it and `<… write resumed>`.
 */

import { defineProgram } from "../runtime/program.ts";

const COUNT = 20_000;
const INT_BYTES = 4;
const CHUNK_BYTES = 4096;

/** The child sends 20,000 ints in one write; the parent adds them up. */
export const pipeProducer = defineProgram("pipe_producer", {
  about: "producer and consumer over a pipe: who is faster waits",
  *main(c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    const [reading, writing] = [c.loadInt(ends), c.loadInt(ends + INT_BYTES)];
    if ((yield* c.fork()) === 0) {
      const numbers = c.malloc(COUNT * INT_BYTES);
      for (let index = 0; index < COUNT; index++) c.storeInt(numbers + index * INT_BYTES, index);
      const written = yield* c.write(writing, numbers, COUNT * INT_BYTES);
      yield* c.printf("producer: %d bytes in one write\n", written);
      return 0;
    }
    c.close(writing); // or read() would wait for a producer that is the consumer itself
    const chunk = c.alloca(CHUNK_BYTES);
    let [sum, reads] = [0, 0];
    for (;; reads++) {
      const count = yield* c.read(reading, chunk, CHUNK_BYTES);
      if (count === 0) break;
      for (let at = 0; at < count; at += INT_BYTES) sum += c.loadInt(chunk + at);
    }
    yield* c.wait();
    yield* c.printf("consumer: %d reads, the sum is %d\n", reads, sum);
    return 0;
  },
});
