/**
 * A script as a guest: run like any other, its run is a log. Where the real kernel's answer lies beside it (NAME.ndjson
 * beside NAME.mm), every record is compared.
 */
import type { Machine } from "@palimpsest/kernel";
import { fileFailure } from "../../command_line/files.ts";
import { UserError } from "../../command_line/failure.ts";
import { compareRecords, type Difference } from "../../oracle/compare.ts";
import { countEvents } from "../event_counts.ts";
import type { Guest, GuestDifference, GuestKind, GuestReport, ReadOptions } from "../guest.ts";
import { machineWith, type MemoryWishes, wantsOtherMemory } from "../memory_wishes.ts";
import { parseScript } from "./parse.ts";
import { AnswerError, parseAnswer, type ScriptAnswer, type ScriptRecord } from "./record.ts";
import { ScriptError } from "./script_error.ts";
import type { ScriptOp } from "./script_op.ts";
import { ScriptRun } from "./script_run.ts";
import { configOf, furnishWorld, RECORDED_WORLD } from "./world.ts";

const KEPT_DIFFERENCES = 1000;
const NO_ANSWER = "No answer of the real kernel lies beside the script, so nothing was checked.";
const OTHER_MEMORY = "The real kernel answered with other memory, so nothing was checked.";

/** Scripts: files named *.mm. */
export const scriptGuest: GuestKind = {
  what: "a script (.mm)",
  recognizes: (path) => path.endsWith(".mm"),
  read: readScript,
};

function readScript(path: string, bytes: Uint8Array, { memory }: ReadOptions = {}): Guest {
  try {
    const ops = parseScript(bytes, path);
    return new ScriptGuest(path, ops, answerBeside(path), memory);
  } catch (error) {
    if (error instanceof ScriptError || error instanceof AnswerError) throw new UserError(error.message);
    throw error;
  }
}

function answerBeside(path: string): ScriptAnswer | undefined {
  const answerPath = path.replace(/\.mm$/, ".ndjson");
  try {
    return parseAnswer(Deno.readTextFileSync(answerPath), answerPath);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileFailure("read", answerPath, error);
  }
}

/** One script, ready to run. */
class ScriptGuest implements Guest {
  readonly title: string;

  constructor(
    path: string,
    private readonly ops: readonly ScriptOp[],
    private readonly answer?: ScriptAnswer,
    private readonly memory?: MemoryWishes,
  ) {
    this.title = `the script ${path}`;
  }

  get config() {
    return machineWith(configOf(this.world), this.memory);
  }

  private get world() {
    return this.answer?.header ?? RECORDED_WORLD;
  }

  run(machine: Machine, observe: (done: number, total: number) => void): GuestReport {
    const events = countEvents(machine);
    furnishWorld(machine, this.world);
    const run = new ScriptRun(machine, this.world);
    const records: ScriptRecord[] = [];
    for (const [index, op] of this.ops.entries()) {
      const record = run.run(op);
      if (record !== undefined) records.push(record);
      observe(index + 1, this.ops.length);
    }
    machine.endStores();
    return this.report(events, records);
  }

  private report(events: Record<string, number>, records: readonly ScriptRecord[]): GuestReport {
    const { answer } = this;
    if (answer === undefined || wantsOtherMemory(this.memory)) {
      const notes = [answer === undefined ? NO_ANSWER : OTHER_MEMORY];
      return { events, checked: {}, differedCount: 0, differences: [], given: {}, notes };
    }
    const { recordCount, differenceCount, differences } = compareRecords(answer.records, records, {
      sumFaults: answer.header.swap_pages > 0,
      keptMax: KEPT_DIFFERENCES,
    });
    return {
      events,
      checked: { "records of the script": recordCount },
      differedCount: differenceCount,
      differences: differences.map(guestDifference),
      given: {},
      notes: [],
    };
  }
}

function guestDifference({ lineNumber, op, key, wanted, got }: Difference): GuestDifference {
  return {
    line: lineNumber,
    kind: "records of the script",
    what: `${key} of "${op}"`,
    expected: wanted ?? "nothing",
    got: got ?? "nothing",
  };
}
