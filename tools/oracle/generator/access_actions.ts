/** Loads, stores and instruction fetches. */
import type { Draft } from "./draft.ts";
import { hex, pageBytes } from "./draft.ts";

/** One access or a row of them, with steps of all sizes. */
export function touch(draft: Draft): void {
  const { random } = draft;
  const target = draft.percent(10) ? draft.unalignedTarget() : draft.target();
  // Bytes of files may be any instruction: fetches stay with scripts that have none.
  const fetchPart = draft.fileNames.length > 0 ? 0 : draft.tendencies.isWide ? 4 : 1;
  const access = draft.weighted([["r", 45], ["w", 50], ["x", fetchPart]]);
  const ahead = target.pagesAhead;
  const count = access === "x"
    ? 1
    : random.pick([1, 1, 1, 2, Math.min(3, ahead), ahead, ahead + 1, random.between(1, 2 * ahead)]);
  const longStep = target.place?.space === "A" ? "2m" : "0x1800";
  const steps = ["0x2000", "0x3000", "0x800", "-0x1000", "0x10000", longStep, "0"];
  const step = count > 1 && draft.percent(12) ? ` step=${random.pick(steps)}` : "";
  const value = access === "w" && draft.percent(10) ? ` val=${hex(random.below(256))}` : "";
  draft.emit(`touch ${access} ${target.text}${count === 1 ? "" : ` n=${count}`}${step}${value}`);
}

/** Data that is looked at: stores of telling values, loads of what should have come of them. */
export function transferData(draft: Draft): void {
  const { random } = draft;
  const { text } = draft.percent(35) ? draft.unalignedTarget() : draft.target();
  const value = hex(random.between(1, 0xff) * 0x0101010101);
  draft.emit(draft.weighted([
    [`store8 ${text} ${value}`, 36],
    [`load8 ${text}`, 33],
    [`add8 ${text} ${random.pick(["1", "-1", "0x100000000"])}`, 5],
    [`store1 ${text} ${hex(random.below(256))}`, 5],
    [`load1 ${text}`, 5],
    [`read ${text} ${random.pick([8, 32, 64, 65, 0x1000, 0x2800])}`, 10],
    [`fill ${text} ${random.pick([16, 0x800, 0x1000, 0x1800])} ${random.between(1, 254)}`, 6],
  ]));
}

/** mincore over a range, never more than the oracle's buffer holds. */
export function queryResidency(draft: Draft): void {
  const target = draft.percent(4) ? draft.unalignedTarget() : draft.target();
  const pageCount = draft.random.pick([1, target.pagesAhead, target.pagesAhead + 1, 20, 600]);
  const length = draft.percent(3) ? "0" : hex(pageCount * pageBytes - (draft.percent(5) ? 1 : 0));
  draft.emit(`mincore ${target.text} ${length}`);
}
