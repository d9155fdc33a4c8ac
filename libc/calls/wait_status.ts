/**
 * What wait() stored: how a child ended (wait(2)).
 *
 *     bits 0 … 6   the signal that killed it, or 0        bits 8 … 15   what it exited with
 */

const SIGNAL_MASK = 0x7f;

/** Whether the child exited by itself. */
export function WIFEXITED(status: number): boolean {
  return (status & SIGNAL_MASK) === 0;
}

/** What it exited with, 0 … 255. */
export function WEXITSTATUS(status: number): number {
  return (status >> 8) & 0xff;
}

/** Whether a signal killed it. */
export function WIFSIGNALED(status: number): boolean {
  return !WIFEXITED(status);
}

/** The signal that killed it. */
export function WTERMSIG(status: number): number {
  return status & SIGNAL_MASK;
}
