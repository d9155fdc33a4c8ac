/**
 * Signals: reducers.
 */

import type { KernelEffectOf } from "../event/effects.ts";
import type { Process } from "../state/process.ts";
import { RECORD } from "../state/record_kind.ts";
import { SIG_DFL, signalFields, type SignalState } from "../state/signal_state.ts";
import type { State } from "../state/state.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { ownProcess } from "./own.ts";

/** Adds the record of a process's signals to the digest; there is none while everything is as at the start. */
export function addSignals(state: State, { pid, signals }: Process): void {
  const fields = signalFields(signals);
  if (fields !== undefined) addRecord(state, RECORD.signal, pid, fields);
}

/** Takes the record of a process's signals out of the digest. */
export function subtractSignals(state: State, { pid, signals }: Process): void {
  const fields = signalFields(signals);
  if (fields !== undefined) subtractRecord(state, RECORD.signal, pid, fields);
}

function changeSignals(state: State, pid: number, change: (signals: SignalState) => SignalState): void {
  const process = ownProcess(state, pid);
  subtractSignals(state, process);
  process.signals = change(process.signals);
  addSignals(state, process);
}

/** signalAction: what the process does with a signal; the default action is kept as none. */
export function signalAction(state: State, effect: KernelEffectOf<"signalAction">): void {
  const { number, handler, flags, mask } = effect;
  changeSignals(state, effect.process, (signals) => {
    const actions = new Map(signals.actions);
    if (handler === SIG_DFL) actions.delete(number);
    else actions.set(number, { handler, flags, mask });
    return { ...signals, actions };
  });
}

/** signalSets: the blocked and the pending signals. */
export function signalSets(state: State, { process, blocked, pending }: KernelEffectOf<"signalSets">): void {
  changeSignals(state, process, (signals) => ({ ...signals, blocked, pending }));
}
