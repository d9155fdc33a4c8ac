/**
 * The fold: how effects and events change a state, for live execution and replay alike.
 *
 * Packages bring their reducers and slices; boot (fs) composes them with the kernel's.
 */

import { assertThat } from "./assert.ts";
import { FAULT_OUTCOME } from "./event/events.ts";
import type { AnyRecord, Schema } from "./event/schema.ts";
import { countFaults, countMinorFault } from "./reduce/processes.ts";
import type { Slice, State } from "./state/state.ts";

const { minor: MINOR, major: MAJOR } = FAULT_OUTCOME;

/** Changes a state by one effect. */
// deno-lint-ignore no-explicit-any -- each reducer takes its own kind of effect; the schema's ids pair them
export type Reducer = (state: State, effect: any) => void;

/** One package's share of the fold. */
export interface FoldPart {
  readonly reducers: Readonly<Record<string, Reducer>>;
  /** What the package changes in its own slices after an effect of any package was reduced, by kind. */
  readonly followers?: Readonly<Record<string, Reducer>>;
  /** The slice of the state that the package keeps, empty, by name. */
  readonly slices?: Readonly<Record<string, (epoch: number) => Slice>>;
}

/** All reducers, by kind and by id. */
export class Fold {
  private readonly byKind = new Map<string, Reducer>();
  /** Reducers by effect id, for replay. */
  readonly byId: Reducer[] = [];
  private readonly slices: Record<string, (epoch: number) => Slice> = {};
  /** The id of fault events, whose outcome is counted. */
  readonly faultId: number | undefined;

  /** Pairs the reducers of all parts with the kinds of a schema. */
  constructor(schema: Schema, parts: readonly FoldPart[]) {
    for (const part of parts) {
      for (const [kind, reducer] of Object.entries(part.reducers)) this.byKind.set(kind, reducer);
      Object.assign(this.slices, part.slices);
    }
    for (const part of parts) {
      for (const [kind, follower] of Object.entries(part.followers ?? {})) this.follow(kind, follower);
    }
    for (const { id, name } of schema.effects) {
      const reducer = this.byKind.get(name);
      assertThat(reducer !== undefined, () => `effect ${name} has no reducer`);
      this.byId[id] = reducer;
    }
    this.faultId = schema.eventByName.get("fault")?.id;
  }

  /** A follower comes right after the reducer, live and in replay. */
  private follow(kind: string, follower: Reducer): void {
    const reducer = this.byKind.get(kind);
    assertThat(reducer !== undefined, () => `effect ${kind} is followed and has no reducer`);
    this.byKind.set(kind, (state, effect) => {
      reducer(state, effect);
      follower(state, effect);
    });
  }

  /** Empty slices of all packages, owned by `epoch`. */
  newSlices(epoch: number): Map<string, Slice> {
    return new Map(Object.entries(this.slices).map(([name, make]) => [name, make(epoch)]));
  }

  /** Changes a state by one effect. */
  reduce(state: State, effect: AnyRecord): void {
    this.byKind.get(effect.kind)!(state, effect);
  }

  /** What an event changes beside its effects: the event count, and the fault counts of its process. */
  endEvent(state: State, header: AnyRecord, outcome: AnyRecord | Record<string, unknown>): void {
    state.eventCount++;
    if (header.kind === "fault") endFault(state, header, outcome);
  }

  /** The same for an event of the kind with this number: comparing numbers is quicker. */
  endEventById(state: State, id: number, header: AnyRecord, outcome: Record<string, unknown>): void {
    state.eventCount++;
    if (id === this.faultId) endFault(state, header, outcome);
  }
}

/** Counts a fault in its process, if it was served. */
export function endFault(
  state: State,
  header: AnyRecord,
  outcome: AnyRecord | Record<string, unknown>,
): void {
  const result = outcome.result as number;
  if (result === MINOR) countMinorFault(state, header.process as number);
  else if (result === MAJOR) countFaults(state, header.process as number, 0, 1);
}
