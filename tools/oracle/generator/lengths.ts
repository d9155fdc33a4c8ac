/**
 * Lengths, ranges and protections to try: ordinary ones mostly, some next to a boundary that decides something (a page, a
 * page table of 2 MiB, the size of the address space, 2^63, 2^64).
 */
import { type Draft, hex, pageBytes, type Target } from "./draft.ts";

/** Pages of a 2 MiB page table. */
export const tablePages = 512;

/** A range of addresses to use. */
export interface RangeChoice {
  readonly target: Target;
  /** The length as text. */
  readonly lengthText: string;
  /** Whole pages that it covers; 0 for lengths beyond reason. */
  readonly pageCount: number;
}

/** Lengths that few calls accept, and each in its own way. */
export const oddLengths: readonly string[] = [
  "0",
  "1",
  "0xfff",
  "0x1001",
  "0x7ffffffff000",
  "0x800000000000",
  "0x7fffffffffffffff",
  "0x8000000000000000",
  "0xfffffffffffff000",
  "0xfffffffffffff001",
  "0xffffffffffffffff",
];

/** How many pages a new mapping has. */
export function mappingPages(draft: Draft): number {
  const { random, tendencies } = draft;
  if (draft.percent(tendencies.hugePercent)) {
    return random.pick([1, 1, 1, 2, 3]) * tablePages + random.pick([0, 0, 0, 1, -1]);
  }
  return random.between(1, tendencies.lengthPagesMax);
}

/** A length in bytes for a number of pages; now and then not a multiple of a page. */
export function lengthBytes(draft: Draft, pageCount: number): number {
  const bytes = pageCount * pageBytes;
  return draft.percent(6) ? bytes - draft.random.pick([1, 0x7ff, 0x800, 0xfff]) : bytes;
}

/** A range that mostly lies in something mapped, and sometimes reaches past it. */
export function range(draft: Draft): RangeChoice {
  const { random } = draft;
  const target = draft.percent(3) ? draft.unalignedTarget() : draft.target();
  const ahead = target.pagesAhead;
  if (draft.percent(1)) return { target, lengthText: random.pick(oddLengths), pageCount: 0 };
  if (target.place?.space === "A" && draft.percent(2)) {
    return { target, lengthText: random.pick(["1g", "4g", "16t"]), pageCount: 4096 };
  }
  const pageCount = random.pick([
    1,
    1,
    Math.min(2, ahead),
    random.between(1, ahead),
    ahead,
    ahead,
    random.between(1, ahead + 3),
    random.between(1, 3 * draft.tendencies.lengthPagesMax),
  ]);
  return { target, lengthText: hex(lengthBytes(draft, pageCount)), pageCount };
}

/** A protection, as the language writes it. */
export function protection(draft: Draft, nonePercent: number): string {
  if (draft.percent(nonePercent)) return "none";
  return draft.weighted([["rw", 55], ["r", 25], ["rx", 6], ["rwx", 5], ["w", 5], ["x", 2], ["wx", 1]]);
}
