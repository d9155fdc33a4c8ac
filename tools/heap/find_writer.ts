/**
 * Which event made some bytes of a process what they are: found by halving, with the states of a timeline.
 *
 *      bytes    good good good │ bad bad bad
 *      events   from ──────────▼────── before        the event that wrote what stands there at the end
 *
 *   FW1  Of several events that wrote the same it finds one; none when the bytes were the same from the start.
 */

import { peekBytes } from "@palimpsest/kernel";
import type { LogView } from "../log_file/log_view.ts";
import type { Lineage } from "./block_histories.ts";

const LOOKED_AT_BYTES = 8;

/** What is looked for. */
export interface WrittenBytes {
  /** The process and its ancestors, the youngest first. */
  readonly lineage: readonly Lineage[];
  readonly address: number;
  /** The bytes are good after this event … */
  readonly from: number;
  /** … and bad after this one. */
  readonly to: number;
}

/** The number of the event that wrote the bytes at an address. */
export function findWriter(view: LogView, { lineage, address, from, to }: WrittenBytes): number | undefined {
  const bytesAfter = (event: number) => {
    const { process } = lineage.find((each) => each.from <= event) ?? lineage[lineage.length - 1];
    const bytes = new Uint8Array(LOOKED_AT_BYTES);
    const state = view.stateAfter(event);
    if (state.processes.get(process) === undefined) return "";
    const seen = peekBytes(state, process, address, bytes);
    return bytes.subarray(0, seen).toHex();
  };
  const bad = bytesAfter(to);
  if (bytesAfter(from) === bad) return undefined;
  let [good, wrong] = [from, to];
  while (wrong - good > 1) {
    const middle = Math.floor((good + wrong) / 2);
    if (bytesAfter(middle) === bad) wrong = middle;
    else good = middle;
  }
  return wrong;
}
