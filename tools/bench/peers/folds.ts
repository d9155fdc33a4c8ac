/**
 * The peers that fold: what one would keep a machine's past states with, had one no kernel that does.
 *
 *     immer                   produce(state, draft => …) an event; states share what did not change
 *     Immutable.js            its own collections; likewise
 *     Redux toolkit           a slice (immer within) in a store, an action an event
 *     full copies             the state in place, and structuredClone() of it at every so many events
 */
import { configureStore, createSlice, type PayloadAction } from "@reduxjs/toolkit";
import { produce } from "immer";
import { foldImmutable, ImmutableState } from "./immutable_fold.ts";
import type { PeerEvent } from "./peer_event.ts";
import { foldPlain } from "./plain_fold.ts";
import { emptyPlainState, type PlainState } from "./plain_state.ts";

/** Folds all events with immer; the last state. */
export function foldWithImmer(events: readonly PeerEvent[]): PlainState {
  let state = emptyPlainState();
  for (const event of events) state = produce(state, (draft) => foldPlain(draft, event));
  return state;
}

/** Folds all events with Immutable.js; the last state. */
export function foldWithImmutable(events: readonly PeerEvent[]): InstanceType<typeof ImmutableState> {
  let state = ImmutableState();
  for (const event of events) state = foldImmutable(state, event);
  return state;
}

const machineSlice = createSlice({
  name: "machine",
  initialState: emptyPlainState,
  reducers: {
    happened: (state, action: PayloadAction<PeerEvent>) => foldPlain(state, action.payload),
  },
});

/** Folds all events by dispatching them to a Redux store, without the checks that it makes while one develops. */
export function foldWithReduxToolkit(events: readonly PeerEvent[]): PlainState {
  const store = configureStore({
    reducer: machineSlice.reducer,
    middleware: (defaults) =>
      defaults({ immutableCheck: false, serializableCheck: false, actionCreatorCheck: false }),
    devTools: false,
  });
  const { happened } = machineSlice.actions;
  for (const event of events) store.dispatch(happened(event));
  return store.getState();
}

/** Folds all events in place and keeps a copy of the state at every `spacing` events. */
export function foldWithCopies(
  events: readonly PeerEvent[],
  spacing: number,
): { state: PlainState; copies: PlainState[] } {
  const state = emptyPlainState();
  const copies: PlainState[] = [];
  for (const event of events) {
    foldPlain(state, event);
    if (state.eventCount % spacing === 0) copies.push(structuredClone(state));
  }
  return { state, copies };
}
