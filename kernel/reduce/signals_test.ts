/** Tests of the reducers of signals: what they change, and that the digest follows. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("an action that is set and reset leaves the digest as it was", () => {
  const fixture = givenProcess();
  const before = fixture.state.digest.toHex();
  fixture.setUp((tx) =>
    tx.emit({ kind: "signalAction", process: 1, number: 15, handler: 0x1000, flags: 4, mask: 1 })
  );
  assertEquals(fixture.state.process(1).signals.actions.get(15), { handler: 0x1000, flags: 4, mask: 1 });
  assertNotEquals(fixture.state.digest.toHex(), before);
  fixture.setUp((tx) =>
    tx.emit({ kind: "signalAction", process: 1, number: 15, handler: 0, flags: 0, mask: 0 })
  );
  assertEquals(fixture.state.digest.toHex(), before);
});

Deno.test("blocked and pending signals are in the digest, and go with the process", () => {
  const fixture = givenProcess();
  const child = fixture.fork();
  fixture.as(child, () => fixture.call("exit_group"));
  const before = fixture.state.checkpoint();
  fixture.call("wait4", { pid: child });
  const gone = fixture.state.digest.toHex();
  const fixture2 = givenProcess();
  const other = fixture2.fork();
  fixture2.setUp((tx) => tx.emit({ kind: "signalSets", process: other, blocked: 5, pending: 2 }));
  fixture2.as(other, () => fixture2.call("exit_group"));
  assertNotEquals(fixture2.state.digest.toHex(), before.digest.toHex());
  fixture2.call("wait4", { pid: other });
  assertEquals(fixture2.state.digest.toHex(), gone);
});
