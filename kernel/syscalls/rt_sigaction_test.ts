/** Tests of sigaction(2): the errors, and what becomes of a pending signal. */
import { assertEquals } from "@std/assert";
import { SIG_IGN, signalBit } from "../state/signal_state.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("rt_sigaction() refuses SIGKILL, SIGSTOP and numbers without an action", () => {
  const fixture = givenProcess();
  const results = [0, 9, 19, 32, 64, 1, 31].map((signal) =>
    fixture.call("rt_sigaction", { signal, handler: 0x1000 })
  );
  assertEquals(results, ["EINVAL", "EINVAL", "EINVAL", "EINVAL", "EINVAL", 0, 0]);
});

Deno.test("rt_sigaction() never blocks SIGKILL in a handler, and forgets a pending signal that is ignored now", () => {
  const fixture = givenProcess();
  fixture.call("rt_sigaction", { signal: 10, handler: 0x1000, mask: signalBit(9) | signalBit(2) });
  assertEquals(fixture.state.process(1).signals.actions.get(10)?.mask, signalBit(2));
  fixture.call("kill", { pid: 1, signal: 10 });
  fixture.call("rt_sigaction", { signal: 10, handler: SIG_IGN });
  assertEquals(fixture.state.process(1).signals.pending, 0);
});
