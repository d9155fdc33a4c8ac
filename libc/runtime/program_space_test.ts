/** Tests of a program's memory and calls as steps of its trace. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";
import { mixArguments } from "./program_space.ts";

Deno.test("a child gets every load, store and call of its parent's way to the fork again", () => {
  const run = runMain(function* (c) {
    const page = c.mmap(c.NULL, 8192, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.storeByte(page, 1);
    c.storeShort(page + 2, -2);
    c.storeInt(page + 4, -4);
    c.storeLong(page + 8, -8);
    c.storeDouble(page + 16, 1.5);
    c.memset(page + 24, 7, 8);
    c.memmove(page + 4090, page, 32);
    const seen = [c.loadByte(page), c.loadShort(page + 2), c.loadInt(page + 4), c.loadLong(page + 8)];
    seen.push(c.space.tryLoad32(page + 4) ?? 0, c.space.tryLoad32(0x10) ?? 0);
    seen.push(c.loadDouble(page + 16), c.loadByte(page + 31), c.loadUnsigned(page + 4090), c.getpid());
    const pid = yield* c.fork();
    if (pid !== 0) yield* c.wait();
    yield* c.printf("%s\n", seen.join(" "));
  });
  assertEquals(run.lines, Array(2).fill("1 -2 -4 -8 4294967292 0 1.5 7 4294836225 100"));
  assertEquals(run.events.filter(({ kind }) => kind === "mmap").length, 1, "the child's way changes nothing");
});

Deno.test("a word that no number holds stops the run with a sentence", () => {
  const run = runMain(function* (c) {
    const place = c.alloca(8);
    c.space.store64Halves(place, 0, 0xffff_ffff);
    c.loadPointer(place);
    yield* c.puts("never");
  });
  assertEquals(run.stop?.reason, "failure");
  assertEquals(run.stop?.message.endsWith("is no address and no number below 2^53."), true);
});

Deno.test("a call without yield* is found at the next step", () => {
  const run = runMain(function* (c) {
    yield* c.puts("one");
    c.puts("two");
    c.getpid();
  });
  assertEquals(run.stop, {
    reason: "failure",
    message:
      "puts() was called without yield*: it may wait or let another process run, so write `yield* c.puts(…)`.",
    cause: undefined,
  });
  assertEquals(run.lines, ["one"]);
});

Deno.test("a program that stores without end is stopped by the number of its events", () => {
  const run = runMain(function* (c) {
    const place = c.alloca(8);
    yield* c.puts("begins");
    for (let value = 0;; value++) c.storeInt(place, value);
  }, { maxEvents: 40 });
  assertEquals(run.stop?.reason, "limit");
  assertEquals(
    run.stop?.message,
    "The run was stopped after 40 events; raise --max-events if it is no endless loop.",
  );
});

Deno.test("the mix of a call's arguments does not depend on their order", () => {
  assertEquals(mixArguments({ a: 1, b: 2 }), mixArguments({ b: 2, a: 1 }));
  assertEquals(mixArguments({ a: 1, b: 2 }) === mixArguments({ a: 2, b: 1 }), false);
  assertEquals(
    mixArguments({ a: "x", b: Uint8Array.of(1) }) === mixArguments({ a: "y", b: Uint8Array.of(1) }),
    false,
  );
});
