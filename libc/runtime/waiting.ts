/**
 * Whether what a process waits for has happened, where its call leaves that to whoever runs the process (pipes say it
 * themselves: Machine.isWaitOver).
 *
 *     wait4       a child ended, or there is none any more
 *     nanosleep   its time has come                     pause   never: a signal ends it
 */

import { PROCESS_ZOMBIE, type State } from "@palimpsest/kernel";
import type { WaitingCall } from "./program_process.ts";

/** Whether a waiting call of process `pid` would go on at a virtual time. */
export function isWaitOver(state: State, pid: number, call: WaitingCall, clockNanoseconds: number): boolean {
  const { name, args, until } = call;
  switch (name) {
    case "nanosleep":
      return clockNanoseconds >= until!;
    case "pause":
      return false;
    case "wait4":
      return isChildReady(state, pid, args.pid as number);
    default:
      return true;
  }
}

function isChildReady(state: State, pid: number, wanted: number): boolean {
  const { children } = state.process(pid);
  let living = 0;
  for (const [child] of children.entries()) {
    if (wanted > 0 && child !== wanted) continue;
    if (state.process(child).state === PROCESS_ZOMBIE) return true;
    living++;
  }
  return living === 0;
}

/** A waiting call as a report names it. */
export function waitingText({ name, args }: WaitingCall): string {
  if (name === "wait4") return (args.pid as number) > 0 ? `waitpid(${args.pid})` : "wait()";
  if (name === "read" || name === "write") return `${name}(${args.fd})`;
  return `${name}()`;
}
