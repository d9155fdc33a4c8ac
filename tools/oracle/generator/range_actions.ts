/** Calls on ranges that keep their VMAs where they are: advice, locks, seals, write-back. */
import { type Draft, hex, pageBytes } from "./draft.ts";
import { range } from "./lengths.ts";

const plainAdvice: readonly (readonly [string, number])[] = [
  ["DONTNEED", 50],
  ["WILLNEED", 3],
  ["NORMAL", 3],
  ["RANDOM", 4],
  ["SEQUENTIAL", 3],
  ["REMOVE", 5],
  ["DONTFORK", 5],
  ["DOFORK", 3],
  ["POPULATE_READ", 9],
  ["POPULATE_WRITE", 9],
  ["99", 2],
];

const wideAdvice: readonly (readonly [string, number])[] = [
  ["DONTNEED", 22],
  ["DONTNEED_LOCKED", 4],
  ["FREE", 6],
  ["WILLNEED", 3],
  ["NORMAL", 2],
  ["RANDOM", 3],
  ["SEQUENTIAL", 2],
  ["REMOVE", 6],
  ["DONTFORK", 5],
  ["DOFORK", 3],
  ["WIPEONFORK", 6],
  ["KEEPONFORK", 3],
  ["DONTDUMP", 3],
  ["DODUMP", 3],
  ["HUGEPAGE", 2],
  ["NOHUGEPAGE", 2],
  ["MERGEABLE", 1],
  ["UNMERGEABLE", 1],
  ["COLD", 2],
  ["COLLAPSE", 1],
  ["POPULATE_READ", 8],
  ["POPULATE_WRITE", 8],
  ["GUARD_INSTALL", 10],
  ["GUARD_REMOVE", 5],
  ["99", 1],
  ["-1", 1],
  ["7", 1],
  ["26", 1],
];

/** madvise. */
export function advise(draft: Draft): void {
  const { target, lengthText } = range(draft);
  draft.emit(
    `madvise ${target.text} ${lengthText} ${
      draft.weighted(draft.tendencies.isWide ? wideAdvice : plainAdvice)
    }`,
  );
}

/** Guard markers and what meets them: faults, protections, populating, forks. */
export function guard(draft: Draft): void {
  const { random } = draft;
  const target = draft.target();
  const pageCount = random.between(1, Math.min(6, target.pagesAhead));
  const length = hex(pageCount * pageBytes);
  draft.emit(`madvise ${target.text} ${length} GUARD_INSTALL`);
  for (let step = random.between(1, 3); step > 0; step--) {
    draft.emit(random.pick([
      `touch ${random.pick(["r", "w"])} ${target.text} n=${pageCount}`,
      `madvise ${target.text} ${length} ${
        random.pick(["DONTNEED", "FREE", "POPULATE_READ", "POPULATE_WRITE", "GUARD_REMOVE"])
      }`,
      `madvise ${target.text} 0x1000 GUARD_REMOVE`,
      `mprotect ${target.text} ${length} ${random.pick(["rw", "r", "none"])}`,
      `mincore ${target.text} ${length}`,
      `munlock ${target.text} ${length}`,
      "dump",
    ]));
  }
}

/** mlock, mlock2, munlock. */
export function lock(draft: Draft): void {
  const { target, lengthText } = range(draft);
  draft.emit(draft.weighted([
    [`mlock ${target.text} ${lengthText}`, 45],
    [`mlock ${target.text} ${lengthText} onfault`, 17],
    [`munlock ${target.text} ${lengthText}`, 38],
  ]));
}

/** mseal. */
export function seal(draft: Draft): void {
  const { target, lengthText } = range(draft);
  draft.emit(`mseal ${target.text} ${lengthText}`);
}

/** msync. */
export function synchronize(draft: Draft): void {
  const { target, lengthText } = range(draft);
  const flags = draft.weighted([
    ["sync", 6],
    ["async", 4],
    ["sync,invalidate", 2],
    ["async,invalidate", 1],
    ["invalidate", 2],
    ["none", 1],
    ["sync,async", 1],
    ["8", 1],
  ]);
  draft.emit(`msync ${target.text} ${lengthText} ${flags}`);
}

/** Soft limits, lowered for a while and mostly lifted again. */
export function limit(draft: Draft): void {
  const { random } = draft;
  draft.emit(draft.weighted([
    [`rlimit as ${random.pick(["+0", "+0x8000", "+0x20000", "+2m", "inf", "inf"])}`, 10],
    [`rlimit memlock ${random.pick(["0", "0x1000", "0x4000", "0x5800", "0x800000"])}`, 8],
    [`rlimit data ${random.pick(["+0", "+0x1000", "+0x10000", "inf", "inf"])}`, 8],
  ]));
}
