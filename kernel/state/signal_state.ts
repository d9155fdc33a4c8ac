/**
 * What a process does with signals: an action for each, and those that are blocked and pending.
 *
 *      kill, exit of a child ──▶ pending ──▶ delivered, when not blocked: handler, default, or nothing
 *
 *   SI1  A set of signals is a number with bit n - 1 for signal n; only signals 1 … 31 have actions and bits.
 *   SI2  The value is frozen: a change makes another one.
 */

/** Handlers that are no addresses (SIG_DFL, SIG_IGN). */
export const SIG_DFL = 0;
/** A handler that ignores the signal. */
export const SIG_IGN = 1;

/** Flags of sigaction(2) that matter here. */
export const SA = {
  NOCLDWAIT: 2,
  SIGINFO: 4,
  RESTART: 0x10000000,
  NODEFER: 0x40000000,
  RESETHAND: 0x80000000,
} as const;

/** Highest signal that has an action (real-time signals end the process). */
export const LAST_ACTION_SIGNAL = 31;

/** What a process does with one signal (struct sigaction). */
export interface SignalAction {
  /** SIG_DFL, SIG_IGN, or the address of the function to be called. */
  readonly handler: number;
  /** SA's bits. */
  readonly flags: number;
  /** Signals that are blocked while the handler runs. */
  readonly mask: number;
}

/** Everything about the signals of a process. */
export interface SignalState {
  /** By number; those that are not there have the default action. */
  readonly actions: ReadonlyMap<number, SignalAction>;
  /** Signals that are blocked, a bit each. */
  readonly blocked: number;
  /** Signals that are pending, a bit each. */
  readonly pending: number;
}

/** What a first process starts with. */
export const NO_SIGNALS: SignalState = Object.freeze({ actions: new Map(), blocked: 0, pending: 0 });
/** The action of signals that none was set for. */
export const DEFAULT_ACTION: SignalAction = Object.freeze({ handler: SIG_DFL, flags: 0, mask: 0 });

/** The action for a signal. */
export function actionOf(signals: SignalState, number: number): SignalAction {
  return signals.actions.get(number) ?? DEFAULT_ACTION;
}

/** The set that holds one signal; empty for a real-time signal. */
export function signalBit(number: number): number {
  return number >= 1 && number <= LAST_ACTION_SIGNAL ? 2 ** (number - 1) : 0;
}

/** Whether a set holds a signal. */
export function hasSignal(set: number, number: number): boolean {
  return (set & signalBit(number)) !== 0;
}

/** The lowest signal that is pending and not blocked, or 0. */
export function nextPending({ pending, blocked }: SignalState): number {
  const deliverable = pending & ~blocked;
  return deliverable === 0 ? 0 : 32 - Math.clz32(deliverable & -deliverable);
}

/** The fields of the digest record; undefined when everything is as at the start. */
export function signalFields({ actions, blocked, pending }: SignalState): number[] | undefined {
  if (actions.size === 0 && blocked === 0 && pending === 0) return undefined;
  const fields = [blocked, pending];
  const numbers = [...actions.keys()].sort((left, right) => left - right);
  for (const number of numbers) {
    const { handler, flags, mask } = actions.get(number)!;
    fields.push(number, handler, flags, mask);
  }
  return fields;
}
