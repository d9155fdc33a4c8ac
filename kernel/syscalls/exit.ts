/**
 * exit(status), exit_group(status): end the process.                                              _exit(2)
 *
 *  Never returns. The process is a zombie with wait status (status & 0xff) << 8 until its parent waits for it.
 */

import { exitProcess } from "../process/exit.ts";
import { defineCall } from "./call.ts";

/** _exit(2) of one thread; here a process has one. */
export const exit = defineCall("exit", {
  id: 43,
  doc: "End the thread.",
  arguments: { status: "decimal" },
  decide(tx, { status }) {
    exitProcess(tx, tx.pid, (status & 0xff) * 256);
    return 0;
  },
});

/** _exit(2). */
export const exitGroup = defineCall("exit_group", {
  id: 44,
  doc: "End the process.",
  arguments: { status: "decimal" },
  decide(tx, { status }) {
    exitProcess(tx, tx.pid, (status & 0xff) * 256);
    return 0;
  },
});
