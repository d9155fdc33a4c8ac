/** Tests of sigreturn(2). */
import { assertEquals } from "@std/assert";
import { signalBit } from "../state/signal_state.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("rt_sigreturn() sets the blocked signals back and leaves the pending ones", () => {
  const fixture = givenProcess();
  fixture.setUp((tx) => tx.emit({ kind: "signalSets", process: 1, blocked: 6, pending: signalBit(3) }));
  fixture.call("rt_sigreturn", { blocked: signalBit(1) | signalBit(9) });
  const { blocked, pending } = fixture.state.process(1).signals;
  assertEquals([blocked, pending], [signalBit(1), signalBit(3)]);
});
