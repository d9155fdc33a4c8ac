/** Tests of transactions: given(an open event).when(effects are emitted, faults counted, others let in).then(what the log has). */
import { assertEquals } from "@std/assert";
import { addressOf } from "./address.ts";
import { touchMemory } from "./mmu.ts";
import { FIRST_PID, givenProcess } from "./testing/machine_fixture.ts";

Deno.test("an effect is reduced at once: later steps see it", () => {
  const given = givenProcess();
  given.setUp((tx) => {
    tx.emit({ kind: "spaceBreak", space: 1, endBreak: 7 });
    assertEquals(tx.space.endBreak, 7);
    tx.emitForeign({ kind: "spaceBreak", space: 1, endBreak: 8 });
    assertEquals(tx.state.space(1).endBreak, 8);
  });
  assertEquals(given.effectsOf(() => given.setUp(() => {})), []);
});

Deno.test("it knows the acting process, its space, and the machine's configuration", () => {
  const given = givenProcess({ frameCount: 32 });
  given.setUp((tx) => {
    assertEquals([tx.pid, tx.process.pid, tx.space.id, tx.config.frameCount], [FIRST_PID, FIRST_PID, 1, 32]);
    assertEquals(tx.operationsOf(99), undefined);
  });
});

Deno.test("faults that are no events are counted by one effect at the end", () => {
  const given = givenProcess();
  const effects = given.recordsOf(() =>
    given.setUp((tx) => {
      for (const isMajor of [false, true, false]) tx.countFault(isMajor);
    })
  );
  assertEquals(effects, [{ kind: "faultsCount", process: 1, minor: 2, major: 1 }]);
  assertEquals(given.effectsOf(() => given.setUp(() => {})), []);
});

Deno.test("an interrupt splits the event: what was counted before it stands in the first part", () => {
  const given = givenProcess();
  given.map(100, 1);
  const events = given.eventsOf(() =>
    given.setUp((tx) => {
      tx.countFault(false);
      tx.interrupt((machine) => touchMemory(machine, FIRST_PID, addressOf(100), {}));
      tx.countFault(true);
    })
  );
  assertEquals(events.map(({ kind, effects }) => [kind, ...effects.map((effect) => effect.kind)]), [
    ["setup", "faultsCount"],
    ["fault", "pagesZero"],
    ["setup", "faultsCount"],
  ]);
});

Deno.test("what is deferred happens right after the event, in order", () => {
  const given = givenProcess();
  const seen: string[] = [];
  given.setUp((tx) => {
    for (const name of ["first", "second"]) {
      tx.defer((machine) => {
        seen.push(name);
        machine.run({ kind: "setup", process: 1, what: name }, () => ({}));
      });
    }
    seen.push("event");
  });
  assertEquals(seen, ["event", "first", "second"]);
});
