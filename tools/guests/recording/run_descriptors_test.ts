/** Tests of descriptors of things the machine does not look into. */
import { assertEquals } from "@std/assert";
import { makesDescriptor } from "./run_descriptors.ts";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const call = (name: string, a: string[], ret: number) => ({ e: "sys", name, a, ret });

function descriptors(...records: Record<string, unknown>[]): [number, boolean][] {
  const run = runSmall(...records);
  assertEquals(differencesOf(run), []);
  return [...run.machine.state.process(1).descriptors.entries()].map((
    [fd, { closeOnExec }],
  ) => [fd, closeOnExec]);
}

const INHERITED: [number, boolean][] = [[0, false], [1, false], [2, false], [4, false]];

Deno.test("a program starts with the recorder's descriptors 0, 1, 2 and 4", () => {
  assertEquals(descriptors(), INHERITED);
});

Deno.test("a socket gets the lowest free number, and close-on-exec when its flags say so", () => {
  assertEquals(
    descriptors(call("socket", ["0x1", "0x80001", "0x0"], 3), call("epoll_create1", ["0x0"], 5)),
    [...INHERITED, [3, true], [5, false]].sort(([one], [other]) => Number(one) - Number(other)) as [
      number,
      boolean,
    ][],
  );
});

Deno.test("another number than the lowest is a difference", () => {
  assertEquals(differencesOf(runSmall(call("eventfd2", ["0x0", "0x0"], 6))), [[FIRST_LINE, "6", "3"]]);
});

Deno.test("socketpair opens two, and close_range closes what is in its range", () => {
  assertEquals(
    descriptors(
      call("socketpair", ["0x1", "0x1", "0x0", "0x0"], 0),
      call("close_range", ["0x2", "0x4", "0x0"], 0),
    ),
    [[0, false], [1, false], [5, false]],
  );
});

Deno.test("a signalfd that is changed stays the descriptor it was", () => {
  assertEquals(
    descriptors(
      call("signalfd4", ["0xffffffff", "0x0", "0x8", "0x0"], 3),
      call("signalfd4", ["0x3", "0x0", "0x8", "0x0"], 3),
    ),
    [...INHERITED.slice(0, 3), [3, false], [4, false]],
  );
  assertEquals([makesDescriptor("socket"), makesDescriptor("openat")], [true, false]);
});
