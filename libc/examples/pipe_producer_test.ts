/** Test of the program pipe_producer. */
import { assertEquals } from "@std/assert";
import { observeProgram } from "../testing/observe_program.ts";
import { pipeProducer } from "./pipe_producer.ts";

Deno.test("pipe_producer: the producer waits for room, the consumer for bytes, and nothing is lost", () => {
  const run = observeProgram(pipeProducer);
  assertEquals(run.lines, ["producer: 80000 bytes in one write", "consumer: 20 reads, the sum is 199990000"]);
  const parts = run.events.filter(({ kind, process, fd }) => kind === "write" && process === 101 && fd !== 1);
  assertEquals([parts[0].unfinished, parts.at(-1)!.unfinished], [true, false]);
  assertEquals(parts.filter(({ resumed }) => !resumed).length, 1, "one call, however often it waited");
});
