/**
 * Traces made shorter or longer.
 *
 *   TL1  A trace that is repeated frees what is live at its end, in order of the ids, before it begins again; each time
 *        its blocks have ids of their own.
 */

import { REQUEST, type Trace } from "./trace.ts";

/** The first `count` requests of a trace, or all. */
export function cutTrace(trace: Trace, count: number): Trace {
  const ids = trace.ids.subarray(0, count);
  return {
    name: trace.name,
    idCount: ids.reduce((most, id) => Math.max(most, id + 1), 0),
    kinds: trace.kinds.subarray(0, count),
    ids,
    sizes: trace.sizes.subarray(0, count),
    alignments: trace.alignments.subarray(0, count),
  };
}

/** A trace, so many times one after another (TL1). */
export function repeatTrace(trace: Trace, times: number): Trace {
  const left = liveAtEnd(trace);
  const count = trace.kinds.length + left.length;
  const repeated = {
    name: trace.name,
    idCount: trace.idCount * times,
    kinds: new Uint8Array(count * times),
    ids: new Int32Array(count * times),
    sizes: new Float64Array(count * times),
    alignments: new Int32Array(count * times),
  };
  for (let turn = 0; turn < times; turn++) {
    const at = turn * count;
    const firstId = turn * trace.idCount;
    repeated.kinds.set(trace.kinds, at);
    repeated.sizes.set(trace.sizes, at);
    repeated.alignments.set(trace.alignments, at);
    repeated.ids.set(trace.ids.map((id) => id < 0 ? id : id + firstId), at);
    repeated.kinds.fill(REQUEST.free, at + trace.kinds.length, at + count);
    repeated.ids.set(left.map((id) => id + firstId), at + trace.kinds.length);
  }
  return repeated;
}

/** Ids of the blocks that a trace leaves live. */
function liveAtEnd({ idCount, kinds, ids, sizes }: Trace): number[] {
  const live = new Uint8Array(idCount);
  for (let at = 0; at < kinds.length; at++) {
    if (ids[at] < 0) continue;
    const ends = kinds[at] === REQUEST.free ||
      (kinds[at] === REQUEST.realloc && sizes[at] === 0 && live[ids[at]] === 1);
    live[ids[at]] = ends ? 0 : 1;
  }
  return Array.from(live.keys()).filter((id) => live[id] === 1);
}
