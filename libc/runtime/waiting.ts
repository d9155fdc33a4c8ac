/**
 * Whether what a process waits for has happened.
 *
 *     wait4       a child ended, or there is none any more
 *     read        a pipe has bytes, or no writer        write   it has room, or no reader
 *     nanosleep   its time has come                     pause   never: a signal ends it
 */

import { isReadWaiting, isWriteWaiting } from "@palimpsest/fs";
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
    case "read":
      return !waitsAtPipe(state, pid, args.fd as number, (file) => isReadWaiting(state, file));
    case "write":
      return !waitsAtPipe(
        state,
        pid,
        args.fd as number,
        (file) => isWriteWaiting(state, file),
      );
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

function waitsAtPipe(
  state: State,
  pid: number,
  fd: number,
  isWaiting: (file: ReturnType<State["file"]>) => boolean,
): boolean {
  const descriptor = state.process(pid).descriptors.get(fd);
  return descriptor !== undefined && isWaiting(state.file(descriptor.file));
}

/** A waiting call as a report names it. */
export function waitingText({ name, args }: WaitingCall): string {
  if (name === "wait4") return (args.pid as number) > 0 ? `waitpid(${args.pid})` : "wait()";
  if (name === "read" || name === "write") return `${name}(${args.fd})`;
  return `${name}()`;
}
