/**
 * The operations of a script about processes: fork, exit, kill, wait, exec, rlimit and dump.
 */
import { deliverSignal, type Machine, RLIM_INFINITY, RLIMIT, SIGNAL, signalName } from "@palimpsest/kernel";
import { processEntry } from "./dump.ts";
import type { ScriptCall } from "./script_op.ts";
import type { Answer, ScriptProcess, ScriptRun } from "./script_run.ts";
import { execFresh } from "./exec_fresh.ts";

const WNOHANG = 1;
const ANY_CHILD = -1;
/** RLIM_INFINITY of the raw call. */
const INFINITE = 2n ** 64n - 1n;

/** Runs a process operation. */
export function runProcessCall(run: ScriptRun, actor: ScriptProcess, call: ScriptCall<bigint>): Answer {
  switch (call.op) {
    case "fork":
      return fork(run, actor, call.child);
    case "exit":
      run.machine.call(actor.pid, "exit_group", { status: Number(call.code & 0xffn) });
      actor.live = false;
      return { exited: Number(call.code & 0xffn), nodump: true };
    case "kill":
      return kill(run, actor, call.target, call.signal);
    case "wait":
      return wait(run, actor, call.target);
    case "exec":
      execFresh(run, actor);
      return { ret: 0, uncounted: true };
    case "rlimit":
      return limit(run, actor, call);
    case "dump":
      return dump(run, actor, call.all);
    default:
      throw new Error(`operation ${call.op} is run elsewhere`);
  }
}

function fork(run: ScriptRun, actor: ScriptProcess, child: string): Answer {
  const result = run.machine.call(actor.pid, "fork", {});
  if (result < 0) return { ...run.resultOf(result), uncounted: true };
  run.processes.push({ name: child, pid: result, live: true });
  return { ret: child, uncounted: true };
}

function kill(run: ScriptRun, actor: ScriptProcess, name: string, signal: "SIGKILL" | "SIGTERM"): Answer {
  const target = run.processNamed(name);
  if (target === undefined || !target.live) return { skip: "no process", nodump: true, uncounted: true };
  deliverSignal(run.machine, target.pid, SIGNAL[signal]);
  target.live = false;
  return { ret: 0, uncounted: true, ...(target === actor ? { nodump: true } : {}) };
}

function wait(run: ScriptRun, actor: ScriptProcess, name: string | undefined): Answer {
  const target = name === undefined ? undefined : run.processNamed(name);
  if (name !== undefined && target === undefined) {
    return { skip: "no process", nodump: true, uncounted: true };
  }
  const pid = target?.pid ?? ANY_CHILD;
  const statuses = zombieStatuses(run.machine, actor.pid);
  const result = run.machine.call(actor.pid, "wait4", { pid, options: WNOHANG });
  if (result <= 0) return { ...run.resultOf(result), uncounted: true };
  const ended = run.processes.find((process) => process.pid === result)!;
  const status = statuses.get(result)!;
  const how = status % 128 === 0 ? `exit:${status >> 8}` : signalName(status % 128);
  return { ret: ended.name, status: how, uncounted: true };
}

function zombieStatuses({ state }: Machine, pid: number): Map<number, number> {
  return new Map(
    [...state.process(pid).children.entries()].map(([child]) => [child, state.process(child).status]),
  );
}

function limit(
  run: ScriptRun,
  actor: ScriptProcess,
  call: Extract<ScriptCall<bigint>, { op: "rlimit" }>,
): Answer {
  const space = run.machine.state.spaceOf(actor.pid);
  const current = call.resource === "as" ? space.totalPages : call.resource === "data" ? space.dataPages : 0;
  const asked = BigInt.asUintN(64, call.limit + (call.relative ? BigInt(current) * 4096n : 0n));
  const resource = { as: RLIMIT.AS, data: RLIMIT.DATA, memlock: RLIMIT.MEMLOCK }[call.resource];
  const memlock = BigInt(run.header.memlock);
  const hard = call.resource === "memlock" ? (memlock > asked ? memlock : asked) : INFINITE;
  const result = run.machine.call(actor.pid, "setrlimit", {
    resource,
    soft: limitOf(asked),
    hard: limitOf(hard),
  });
  return run.resultOf(result);
}

function limitOf(value: bigint): number {
  return value >= BigInt(RLIM_INFINITY) ? RLIM_INFINITY : Number(value);
}

function dump(run: ScriptRun, actor: ScriptProcess, all: boolean): Answer {
  const { state } = run.machine;
  if (!all) {
    const { p: _name, ...entry } = processEntry(state, actor.name, state.spaceOf(actor.pid), run.areas);
    return { ...entry, uncounted: true };
  }
  const procs = run.processes.filter(({ live }) => live).map(({ name, pid }) =>
    processEntry(state, name, state.spaceOf(pid), run.areas)
  );
  return { procs, nodump: true, uncounted: true };
}
