/**
 * The command line of Palimpsest: the table of its commands, and its start.
 *
 *     deno task palimpsest COMMAND …
 *
 * A command is one file in `commands/`, declared as `command_line/command.ts` says, and one line in the table.
 *
 * @module
 */
import type { Command } from "./command_line/command.ts";
import type { Program } from "./command_line/help.ts";
import { reportBug, runProgram } from "./command_line/program.ts";
import { openTerminal } from "./command_line/terminal.ts";
import { alloc } from "./commands/alloc.ts";
import { bench } from "./commands/bench.ts";
import { conform } from "./commands/conform.ts";
import { crash } from "./commands/crash.ts";
import { demo } from "./commands/demo.ts";
import { diagram } from "./commands/diagram.ts";
import { exportCommand } from "./commands/export.ts";
import { docsCommand } from "./commands/docs.ts";
import { fsck } from "./commands/fsck.ts";
import { helpCommand } from "./commands/help.ts";
import { log } from "./commands/log.ts";
import { mrc } from "./commands/mrc.ts";
import { policies } from "./commands/policies.ts";
import { record } from "./commands/record.ts";
import { replay } from "./commands/replay.ts";
import { rewind } from "./commands/rewind.ts";
import { soak } from "./commands/soak.ts";

const commands: readonly Command[] = [
  demo,
  record,
  replay,
  rewind,
  log,
  diagram,
  exportCommand,
  crash,
  fsck,
  alloc,
  policies,
  mrc,
  conform,
  soak,
  bench,
  docsCommand(() => palimpsest),
  helpCommand(() => palimpsest),
];

/** The program: its name and its commands, in the order of the help text. */
export const palimpsest: Program = {
  name: "palimpsest",
  summary: "Palimpsest: a Linux-exact memory kernel that never forgets.",
  commands,
};

if (import.meta.main) {
  const terminal = openTerminal();
  // What is thrown outside of any command's promise must not reach a person as a stack either.
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    Deno.exit(reportBug(event.reason, terminal, terminal.isDebugging));
  });
  Deno.exit(await runProgram(palimpsest, Deno.args, terminal));
}
