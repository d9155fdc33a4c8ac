/** Tests of sigprocmask(2). */
import { assertEquals } from "@std/assert";
import { signalBit } from "../state/signal_state.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("rt_sigprocmask() blocks, unblocks and sets; SIGKILL stays unblocked", () => {
  const fixture = givenProcess();
  const blockedAfter = (how: number, set: number) => {
    assertEquals(fixture.call("rt_sigprocmask", { how, set }), 0);
    return fixture.state.process(1).signals.blocked;
  };
  assertEquals(blockedAfter(0, signalBit(1) | signalBit(9)), signalBit(1));
  assertEquals(blockedAfter(0, signalBit(2)), signalBit(1) | signalBit(2));
  assertEquals(blockedAfter(1, signalBit(1)), signalBit(2));
  assertEquals(blockedAfter(2, signalBit(31)), signalBit(31));
  assertEquals(fixture.call("rt_sigprocmask", { how: 3 }), "EINVAL");
});
