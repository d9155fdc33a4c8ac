/** Logs of recordings, for the tests of commands: written into a folder that is removed afterwards. */
import { join } from "@std/path";
import { runCommand } from "../command_line/program.ts";
import type { Command } from "../command_line/command.ts";
import { recordGuest } from "../commands/record.ts";
import { readGuest } from "../guests/registry.ts";
import { fakeTerminal } from "./fake_terminal.ts";
import { recordingPath } from "./recordings.ts";

/** Records a recording of the test data, gives the path of its log to a test, and removes it. */
export async function withRecordedLog(
  name: string,
  test: (log: string, folder: string) => Promise<void> | void,
) {
  const folder = await Deno.makeTempDir();
  try {
    const log = join(folder, `${name}.plog`);
    recordGuest(await readGuest(recordingPath(name)), log);
    await test(log, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs a command with arguments; its status, its output and what it complained of. */
export async function runForTest(command: Command, ...args: string[]) {
  const terminal = fakeTerminal();
  const status = await runCommand(command, args, terminal);
  return { status, output: terminal.output, error: terminal.error };
}
