/** Tests of given calls. */
import { assertEquals } from "@std/assert";
import { errnoOf } from "./run_given.ts";
import { system } from "@palimpsest/fs";
import { type AnyEvent, Decoder, openLog, payloadOfBlock } from "@palimpsest/kernel";
import { recordToBytes, runSmall, smallRecording } from "./testing/small_recording.ts";

Deno.test("a given call is an event with its recorded arguments and result", () => {
  const { bytes } = recordToBytes(
    smallRecording({ e: "sys", name: "uname", a: ["0x1000"], ret: -1, err: "EFAULT" }),
  );
  const decoder = new Decoder(system().codec);
  decoder.open(payloadOfBlock(openLog(bytes), 0));
  const events = Array.from({ length: 5 }, () => decoder.nextEvent() as unknown as AnyEvent);
  const { name, arguments: args, result } = events[4];
  assertEquals([name, args, result], ["uname", [0x1000], -14]);
});

Deno.test("errnos are known by name; those that Linux keeps to itself, and those without a name, by number", () => {
  assertEquals(["ENOENT", "ERESTARTSYS", "ERESTARTNOHAND", "531", "EWHATEVER"].map(errnoOf), [
    2,
    512,
    514,
    531,
    22,
  ]);
});

Deno.test("a given call that returns a process returns its pid", () => {
  const run = runSmall({ e: "sys", name: "getpid", a: [], ret: "p0" }, {
    e: "sys",
    name: "getppid",
    a: [],
    ret: "outside",
  });
  assertEquals(run.checks.given, { getpid: 1, getppid: 1 });
});
