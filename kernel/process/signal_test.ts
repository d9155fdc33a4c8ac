/** Tests of sending and delivering signals: defaults, handlers, blocked and ignored ones. */
import { assertEquals } from "@std/assert";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import { SA, SIG_IGN, signalBit } from "../state/signal_state.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { deliverSignal, forgetHandlers, SIGNAL, signalName } from "./signal.ts";

const { SIGUSR1, SIGTERM, SIGCHLD, SIGSEGV } = SIGNAL;

/** A process with a handler for `signal`, and a child of it that sends. */
function givenHandler(signal: number, flags = 0): { fixture: MachineFixture; child: number } {
  const fixture = givenProcess();
  fixture.call("rt_sigaction", { signal, handler: 0x1000, flags, mask: signalBit(SIGTERM) });
  return { fixture, child: fixture.fork() };
}

Deno.test("a signal without a handler ends the process right after the call that sent it", () => {
  const fixture = givenProcess();
  const child = fixture.fork();
  const events = fixture.eventsOf(() => fixture.call("kill", { pid: child, signal: SIGTERM }));
  assertEquals(events.map(({ kind }) => kind), ["kill", "signal"]);
  const { state, status } = fixture.state.process(child);
  assertEquals([state, status], [PROCESS_ZOMBIE, SIGTERM]);
});

Deno.test("a signal with a handler is pending until it is delivered, and blocked while the handler runs", () => {
  const { fixture, child } = givenHandler(SIGUSR1);
  fixture.as(child, () => fixture.call("kill", { pid: 1, signal: SIGUSR1 }));
  assertEquals(fixture.state.process(1).signals.pending, signalBit(SIGUSR1));
  const action = deliverSignal(fixture.machine, 1, SIGUSR1);
  assertEquals(action?.handler, 0x1000);
  const { pending, blocked } = fixture.state.process(1).signals;
  assertEquals([pending, blocked], [0, signalBit(SIGUSR1) + signalBit(SIGTERM)]);
  fixture.call("rt_sigreturn", { blocked: 0 });
  assertEquals(fixture.state.process(1).signals.blocked, 0);
});

Deno.test("SA_RESETHAND: the handler is called once; SA_NODEFER: the signal is not blocked in it", () => {
  const { fixture } = givenHandler(SIGUSR1, SA.RESETHAND + SA.NODEFER);
  deliverSignal(fixture.machine, 1, SIGUSR1);
  const { actions, blocked } = fixture.state.process(1).signals;
  assertEquals([actions.size, blocked], [0, signalBit(SIGTERM)]);
});

Deno.test("an ignored signal is not even pending; a blocked one waits, whatever its action", () => {
  const fixture = givenProcess();
  fixture.call("rt_sigaction", { signal: SIGTERM, handler: SIG_IGN });
  fixture.call("kill", { pid: 1, signal: SIGTERM });
  assertEquals(fixture.state.process(1).signals.pending, 0);
  fixture.call("rt_sigprocmask", { how: 0, set: signalBit(SIGUSR1) });
  fixture.call("kill", { pid: 1, signal: SIGUSR1 });
  assertEquals(fixture.state.process(1).signals.pending, signalBit(SIGUSR1));
  assertEquals(fixture.state.process(1).state, 0);
});

Deno.test("a fault's signal ends the process when it is blocked, though there is a handler", () => {
  const { fixture } = givenHandler(SIGSEGV);
  fixture.call("rt_sigprocmask", { how: 0, set: signalBit(SIGSEGV) });
  assertEquals(deliverSignal(fixture.machine, 1, SIGSEGV, 1, 0x5000), undefined);
  assertEquals(fixture.state.process(1).state, PROCESS_ZOMBIE);
});

Deno.test("a child's end is told to a parent that handles SIGCHLD; one that ignores it has no zombies", () => {
  const { fixture, child } = givenHandler(SIGCHLD);
  fixture.as(child, () => fixture.call("exit_group", { status: 3 }));
  assertEquals(fixture.state.process(1).signals.pending, signalBit(SIGCHLD));
  assertEquals(fixture.call("wait4", { pid: -1 }), child);
  fixture.call("rt_sigaction", { signal: SIGCHLD, handler: SIG_IGN });
  const second = fixture.fork();
  fixture.as(second, () => fixture.call("exit_group"));
  assertEquals(fixture.state.processes.get(second), undefined);
});

Deno.test("a child starts with its parent's handlers and blocked signals, and with none pending", () => {
  const { fixture } = givenHandler(SIGUSR1);
  fixture.call("rt_sigprocmask", { how: 2, set: signalBit(SIGUSR1) });
  fixture.call("kill", { pid: 1, signal: SIGUSR1 });
  const { actions, blocked, pending } = fixture.state.process(fixture.fork()).signals;
  assertEquals([actions.size, blocked, pending], [1, signalBit(SIGUSR1), 0]);
});

Deno.test("execve forgets handlers and keeps what is ignored", () => {
  const { fixture } = givenHandler(SIGUSR1);
  fixture.call("rt_sigaction", { signal: SIGTERM, handler: SIG_IGN });
  fixture.setUp(forgetHandlers);
  assertEquals([...fixture.state.process(1).signals.actions.keys()], [SIGTERM]);
});

Deno.test("a signal is called by its name, a real-time one by its number", () => {
  assertEquals([signalName(SIGTERM), signalName(40)], ["SIGTERM", "SIG40"]);
});
