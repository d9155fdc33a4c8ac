/**
 * A whole script, run in a world of its own.
 */
import type { LogWriter, Machine } from "@palimpsest/kernel";
import type { ScriptAnswer, ScriptHeader, ScriptRecord } from "./record.ts";
import type { ScriptOp } from "./script_op.ts";
import { ScriptRun } from "./script_run.ts";
import { bootWorld, RECORDED_WORLD } from "./world.ts";

/** How a script is run. */
export interface RunOptions {
  /** The world to run in: that of an expected answer, or the recorded one. */
  readonly world?: ScriptHeader;
  /** Where the events go; a run without a log keeps nothing. */
  readonly log?: LogWriter;
  /** Called after each operation, with the machine as it stands: for checkers. */
  readonly afterOperation?: (machine: Machine, op: ScriptOp) => void;
}

/** The answer of a run, and the machine it left. */
export interface ScriptOutcome {
  readonly answer: ScriptAnswer;
  readonly machine: Machine;
}

/** Runs the operations of a script from a fresh world. */
export function runScript(ops: readonly ScriptOp[], options: RunOptions = {}): ScriptOutcome {
  const header = options.world ?? RECORDED_WORLD;
  const machine = bootWorld(header, options.log);
  const run = new ScriptRun(machine, header);
  const records: ScriptRecord[] = [];
  for (const op of ops) {
    const record = run.run(op);
    if (record !== undefined) records.push(record);
    options.afterOperation?.(machine, op);
  }
  machine.endStores();
  return { answer: { header, records }, machine };
}
