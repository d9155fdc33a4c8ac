/**
 * Soak of files: random histories of file operations under three users, executed by this machine, by a naive model, and by the
 * tmpfs of the kernel that runs here, if it can be asked. All three must answer the same.
 *
 * Seed S is one history. After each operation the whole tree is checked, and every event is replayed.
 */
import { generateHistory } from "../../fs/testing/history/generate_history.ts";
import { FileModel } from "../../fs/testing/history/file_model.ts";
import { HistoryRun } from "../../fs/testing/history/run_history.ts";
import { messageOf } from "../command_line/failure.ts";
import { NativeUnavailable } from "../oracle/native.ts";
import { type NativeFiles, openNativeFiles } from "../oracle/native_files.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

const OPERATIONS = 300;

/** Random histories on this machine, a model, and the kernel that runs here. */
export class FilesSoak implements Soak {
  readonly name = "fs";
  readonly summary =
    "random file operations on this machine, a naive model, and (root, cc, Linux 6.18) the tmpfs of the kernel that runs here";
  readonly unit = "operations";
  private native: NativeFiles | undefined;

  /** Compiles the native program where that is possible. */
  async prepare(): Promise<void> {
    try {
      this.native = await openNativeFiles();
    } catch (error) {
      if (!(error instanceof NativeUnavailable)) throw error;
    }
  }

  /** One history. */
  async round({ seed }: SoakRound): Promise<RoundResult> {
    const lines = generateHistory(seed, OPERATIONS);
    const native = await this.native?.answer(lines);
    return { tried: lines.length, failures: compareHistory(lines, native) };
  }
}

/** Executes a history here and in the model: the first difference, with what the kernel answered if that is known. */
export function compareHistory(lines: readonly string[], native?: readonly string[]): string[] {
  const run = new HistoryRun();
  const model = new FileModel();
  for (const [index, line] of lines.entries()) {
    const modelled = model.execute(line);
    const got = executeSafely(run, line);
    const wanted = native?.[index] ?? modelled;
    if (got !== wanted) return [`operation ${index}, ${line.slice(0, 100)}: ${got}, not ${wanted}`];
    if (modelled !== wanted) {
      return [`operation ${index}, ${line.slice(0, 100)}: the model says ${modelled}, not ${wanted}`];
    }
  }
  return [];
}

function executeSafely(run: HistoryRun, line: string): string {
  try {
    return run.execute(line);
  } catch (error) {
    return messageOf(error);
  }
}
