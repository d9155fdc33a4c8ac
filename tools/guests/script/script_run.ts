/**
 * Runs a script on the simulated kernel: operation by operation, answered as the native oracle answers.
 *
 *     ScriptOp ── names evaluated ──▶ call on bigints ── range calls, accesses, files, processes ──▶ ScriptRecord
 *
 *   SR1  An operation of a process that is not alive, with a name that has no value, or on the oracle's own memory is not
 *        executed, and says so.
 *   SR2  Minor and major faults are what the acting process counted during the operation.
 *   SR3  A process that the OOM killer takes is not alive afterwards; who acted answers that it died.
 *   SR4  Everything happens through the machine: the run is an event log like any other.
 */
import { errnoName, type Machine } from "@palimpsest/kernel";
import { type AddressAreas, areasOf, printAddress } from "./address_text.ts";
import { extraPages, vmaList } from "./dump.ts";
import { callHitsOwn } from "./hits_own.ts";
import type { ScriptHeader, ScriptRecord } from "./record.ts";
import { evaluateCall, type ScriptCall, type ScriptOp } from "./script_op.ts";
import { runAccess } from "./run_access.ts";
import { runFileCall } from "./run_file.ts";
import { runProcessCall } from "./run_process.ts";
import { runRangeCall } from "./run_range.ts";
import { FIRST_PID } from "./world.ts";

/** Results from here on are taken for the largest `long`: the state keeps offsets up to 2^53 - 1. */
const LARGEST_LONG = Number.MAX_SAFE_INTEGER;
const LARGEST_LONG_VALUE = 2n ** 63n - 1n;
/** Where a process lives that has ended. */
const NO_SPACE = 0;

/** A process of the script. */
export interface ScriptProcess {
  readonly name: string;
  readonly pid: number;
  live: boolean;
}

/** What an operation answers, beside what every record says. */
export interface Answer extends Partial<ScriptRecord> {
  /** The raw result that a name remembers; undefined when the operation gives none. */
  value?: bigint;
  /** The operation prints no VMA list even under autodump. */
  nodump?: true;
  /** No fault counts are printed. */
  uncounted?: true;
}

/** The run of one script. */
export class ScriptRun {
  readonly areas: AddressAreas;
  readonly processes: ScriptProcess[] = [{ name: "p0", pid: FIRST_PID, live: true }];
  private readonly names = new Map<string, bigint | undefined>();
  private autodump: "off" | "vmas" | "full" = "off";

  /** A run on a machine that was booted for the world of `header`. */
  constructor(readonly machine: Machine, readonly header: ScriptHeader) {
    this.areas = areasOf(header);
  }

  /** Runs one operation; undefined for a setting, which answers nothing. */
  run(op: ScriptOp): ScriptRecord | undefined {
    const { call } = op;
    if (call.op === "set autodump") {
      this.autodump = call.autodump;
      return undefined;
    }
    if (call.op === "set fault_around") return undefined;
    const record: ScriptRecord = { n: op.lineNumber, p: op.process, op: op.text };
    const actor = this.processNamed(op.process);
    if (actor === undefined || !actor.live) return { ...record, skip: "no process" };
    const evaluated = evaluateCall(call, { valueOf: (symbol) => this.valueOf(symbol, actor) });
    if ("undefinedName" in evaluated) return this.skip(op, record, `undef ${evaluated.undefinedName}`);
    if (callHitsOwn(evaluated.call, this.areas.T)) return this.skip(op, record, "unsafe");
    return this.answer(op, record, actor, evaluated.call);
  }

  /** The process of a name, alive or not. */
  processNamed(name: string): ScriptProcess | undefined {
    return this.processes.find((process) => process.name === name);
  }

  /** An address as answers print it. */
  address(word: number): string {
    return printAddress(BigInt.asUintN(64, BigInt(word)), this.areas);
  }

  /** The answer of a call: its result, or -1 with the error's name. */
  resultOf(result: number, isAddress = false): Answer {
    const value = result >= LARGEST_LONG ? LARGEST_LONG_VALUE : BigInt(result);
    if (result < 0 && result >= -4095) return { ret: -1, err: errnoName(-result), value: undefined };
    return { ret: isAddress ? this.address(result) : result >= LARGEST_LONG ? value : result, value };
  }

  private valueOf(symbol: string, actor: ScriptProcess): bigint | undefined {
    if (symbol === "A" || symbol === "B" || symbol === "T") return this.areas[symbol];
    if (symbol === "BRK") return BigInt(this.machine.state.spaceOf(actor.pid).endBreak);
    return this.names.get(symbol);
  }

  private skip(op: ScriptOp, record: ScriptRecord, why: string): ScriptRecord {
    if (op.name !== undefined) this.names.set(op.name, undefined);
    return { ...record, skip: why };
  }

  private answer(
    op: ScriptOp,
    record: ScriptRecord,
    actor: ScriptProcess,
    call: ScriptCall<bigint>,
  ): ScriptRecord {
    const before = this.faultsOf(actor);
    const answered = this.dispatch(actor, call);
    if (answered === undefined) return { ...record, died: true };
    const { value, nodump, uncounted, ...answer } = answered;
    if (op.name !== undefined && answer.ret !== undefined) this.names.set(op.name, value);
    if (op.name !== undefined && answer.died) this.names.set(op.name, undefined);
    const result: ScriptRecord = { ...record, ...answer };
    if (!uncounted && actor.live) {
      const after = this.faultsOf(actor);
      result.min = after.minor - before.minor;
      result.maj = after.major - before.major;
    }
    if (this.autodump !== "off" && nodump === undefined && actor.live && result.vmas === undefined) {
      const space = this.machine.state.spaceOf(actor.pid);
      result.vsz = extraPages(space);
      result.vmas = vmaList(this.machine.state, space, this.areas, this.autodump === "full");
    }
    return result;
  }

  /** The answer of an operation; undefined when the OOM killer took the process meanwhile, whatever came of it then. */
  private dispatch(actor: ScriptProcess, call: ScriptCall<bigint>): Answer | undefined {
    try {
      const answer = dispatch(this, actor, call);
      return this.noteKilled().includes(actor) ? undefined : answer;
    } catch (error) {
      if (this.noteKilled().includes(actor)) return undefined;
      throw error;
    }
  }

  /** Processes that the OOM killer took during the operation: they are alive no more. */
  private noteKilled(): ScriptProcess[] {
    const killed = this.processes.filter(({ pid, live }) =>
      live && this.machine.state.processes.get(pid)?.space === NO_SPACE
    );
    for (const process of killed) process.live = false;
    return killed;
  }

  private faultsOf(actor: ScriptProcess): { minor: number; major: number } {
    const process = this.machine.state.process(actor.pid);
    return { minor: process.minorFaults, major: process.majorFaults };
  }
}

function dispatch(run: ScriptRun, actor: ScriptProcess, call: ScriptCall<bigint>): Answer {
  return runRangeCall(run, actor, call) ?? runAccess(run, actor, call) ?? runFileCall(run, actor, call) ??
    runProcessCall(run, actor, call);
}
