/**
 * Processes: fork, exec, wait, exit, and time.
 *
 *      fork ──▶ parent: the child's pid          child: a fresh main(), brought to the fork, gets 0
 *      exit ──▶ functions of atexit, last first ──▶ streams written out ──▶ leaks told ──▶ _exit
 */

import type { Executed, Task } from "../runtime/task.ts";
import { SignalCalls } from "./signals.ts";

const NANOSECONDS_PER_MICROSECOND = 1000;
const MICROSECONDS_PER_SECOND = 1_000_000;

/** A function to be called at exit. */
export type ExitFunction = () => void | Task<unknown>;

/** Making, replacing, awaiting and ending processes. */
export class ProcessCalls extends SignalCalls {
  /** The strings of the environment, "NAME=value". */
  environ: readonly string[] = [];
  private readonly exitFunctions: ExitFunction[] = [];

  /** fork(2): the child's pid in the parent, 0 in the child, or -1. */
  *fork(): Task<number> {
    return this.checked(yield { kind: "fork" });
  }

  /** execve(2): runs another program in this process; returns only when that fails, -1. */
  *execve(path: string, argv: readonly string[], envp: readonly string[]): Task<number> {
    const before = this.stackPointer;
    const result = yield { kind: "exec", executed: this.executed(path, argv, envp) };
    this.stackPointer = before;
    return this.checked(result);
  }

  /** execl(3): execve with the arguments one by one, and the environment there is. */
  *execl(path: string, ...argv: readonly string[]): Task<number> {
    return yield* this.execve(path, argv, this.environ);
  }

  /** posix_spawn(3), made of vfork and execve: the pid of a process that runs another program, or -1. */
  *spawn(path: string, argv: readonly string[]): Task<number> {
    const before = this.stackPointer;
    const result = yield { kind: "spawn", executed: this.executed(path, argv, this.environ) };
    this.stackPointer = before;
    return this.checked(result);
  }

  /** wait(2): waits for any child to end; its pid, or -1. `status`: where the status is stored, or 0. */
  *wait(status = 0): Task<number> {
    return yield* this.waitpid(-1, status, 0);
  }

  /** waitpid(2): waits for a child (-1: any); its pid, 0 with WNOHANG when none has ended, or -1. */
  *waitpid(pid: number, status = 0, options = 0): Task<number> {
    return yield* this.waitingCall("wait4", { pid, status, options });
  }

  /** atexit(3): a function for exit() to call. */
  atexit(called: ExitFunction): number {
    this.exitFunctions.push(called);
    return 0;
  }

  /** exit(3): calls the functions of atexit(), writes streams out, and ends the process. */
  *exit(status: number): Task<never> {
    for (let called = this.exitFunctions.pop(); called !== undefined; called = this.exitFunctions.pop()) {
      const task = called();
      if (task !== undefined) yield* task;
    }
    yield* this.flushAll();
    this.tellLeaks();
    return yield* this._exit(status);
  }

  /** The last that exit() does before the end. */
  protected tellLeaks(): void {}

  /** _exit(2): ends the process as it is; what streams hold is lost. */
  *_exit(status: number): Task<never> {
    yield { kind: "exit", status };
    throw new Error("_exit() returned");
  }

  /** sleep(3): lets virtual time pass; 0, or the seconds left when a signal came (all of them). */
  *sleep(seconds: number): Task<number> {
    return (yield* this.waitingCall("nanosleep", { seconds })) === 0 ? 0 : seconds;
  }

  /** usleep(3): lets virtual time pass. */
  *usleep(microseconds: number): Task<number> {
    const seconds = Math.floor(microseconds / MICROSECONDS_PER_SECOND);
    const nanoseconds = (microseconds % MICROSECONDS_PER_SECOND) * NANOSECONDS_PER_MICROSECOND;
    return yield* this.waitingCall("nanosleep", { seconds, nanoseconds });
  }

  /** sched_yield(2): lets other processes run. */
  *sched_yield(): Task<number> {
    return yield* this.waitingCall("sched_yield", {});
  }

  /** Puts arguments and environment on the stack. */
  private executed(path: string, argv: readonly string[], envp: readonly string[]): Executed {
    const envpAddress = this.pushStrings(envp);
    return { path, argv, envp, envpAddress, argvAddress: this.pushStrings(argv) };
  }
}
