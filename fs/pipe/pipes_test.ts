/** Tests of the table of pipes. */
import { assertEquals } from "@std/assert";
import { isOpen, NO_PIPE, pipeFields, Pipes } from "./pipes.ts";

const pipe = {
  ...NO_PIPE,
  readers: 1,
  tail: 5,
  start: 100,
  slots: [{ end: 4096, isPacket: false }, { end: 30, isPacket: false }],
};

Deno.test("a pipe that nobody has open is not kept", () => {
  const pipes = Pipes.empty(1);
  pipes.put(1, 9, pipe);
  assertEquals([pipes.get(9), pipes.get(8)], [pipe, NO_PIPE]);
  pipes.put(1, 9, { ...pipe, readers: 0 });
  assertEquals([pipes.get(9), [...pipes.records()], isOpen(NO_PIPE)], [NO_PIPE, [], false]);
});

Deno.test("a pipe's record names what was read and where each slot ends", () => {
  assertEquals(pipeFields(pipe), [1, 0, 0, 0, 5, 100, 4096, false, 30, false]);
});

Deno.test("a copy and its source go their own ways", () => {
  const pipes = Pipes.empty(1);
  const copy = pipes.clone(2);
  copy.put(2, 9, pipe);
  assertEquals([pipes.get(9), copy.get(9)], [NO_PIPE, pipe]);
});
