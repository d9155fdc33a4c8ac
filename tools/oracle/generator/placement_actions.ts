/** Addresses that the kernel chooses, near hints and without; and the heap with its neighbours. */
import { type Draft, hex, offsetText, pageBytes } from "./draft.ts";
import { protection } from "./lengths.ts";

const tableBytes = 0x200000;

/** A mapping whose address the kernel chooses or is begged for. */
export function place(draft: Draft): void {
  const action = draft.weighted([
    [placeAnywhere, 45],
    [placeHugeLength, 14],
    [placeBesideRegion, 22],
    [placeAtOddHint, 8],
    [placeLow, 6],
    [placeFile, 5],
  ]);
  action(draft);
}

function emitMapping(draft: Draft, words: string, pageCount: number): void {
  const name = draft.newName("h");
  draft.emit(`${name} = mmap ${words}`);
  draft.addRegion({ name, space: name, page: 0, pageCount });
}

function anonymousFlags(draft: Draft, sharedPercent: number): string {
  return `${draft.percent(sharedPercent) ? "shared" : "private"},anon`;
}

function placeAnywhere(draft: Draft): void {
  const pageCount = draft.random.pick([1, 1, 2, 3, 4, 5, 8, 16, 33]);
  const length = hex(pageCount * pageBytes - (draft.percent(5) ? 0x123 : 0));
  emitMapping(
    draft,
    `len=${length} prot=${protection(draft, 12)} flags=${anonymousFlags(draft, 15)}`,
    pageCount,
  );
}

function placeHugeLength(draft: Draft): void {
  const bytes = draft.random.pick([
    tableBytes,
    tableBytes,
    2 * tableBytes,
    5 * tableBytes,
    tableBytes + pageBytes,
    tableBytes - pageBytes,
    3 * tableBytes - 1,
    0x40000000,
    0x40001000,
    0x80000000,
  ]);
  const extra = draft.percent(15) ? draft.random.pick([",noreserve", ",stack", ",32bit"]) : "";
  emitMapping(
    draft,
    `len=${hex(bytes)} prot=${protection(draft, 20)} flags=${anonymousFlags(draft, 20)}${extra}`,
    Math.min(16, bytes / pageBytes),
  );
}

function placeBesideRegion(draft: Draft): void {
  const { random } = draft;
  if (draft.regions.length === 0) return placeAnywhere(draft);
  const region = random.pick(draft.regions.slice(-10));
  const page = random.pick([
    0,
    1,
    -1,
    -2,
    -3,
    region.pageCount,
    region.pageCount + 1,
    region.pageCount >> 1,
    -512,
    512,
    -513,
  ]);
  const pageCount = random.pick([1, 2, 3, 4, 512]);
  const flag = random.pick(["", "", "", ",fixed_noreplace", ",fixed"]);
  const hint = offsetText(region.name, page) + (draft.percent(8) ? random.pick(["+0x1", "+0xfff"]) : "");
  emitMapping(
    draft,
    `addr=${hint} len=${hex(pageCount * pageBytes)} prot=${protection(draft, 10)} flags=${
      anonymousFlags(draft, 10)
    }${flag}`,
    pageCount,
  );
}

function placeAtOddHint(draft: Draft): void {
  const hint = draft.random.pick([
    "0x1",
    "0xfff",
    "0x1000",
    "0x10000",
    "0x7ffffffff000",
    "0x7fffffffe000",
    "0x800000000000",
    "0xfffffffffffff000",
    "0xffffffffffffffff",
    "0xffffffff",
    "T",
    "T-0x1000",
    "T-0x800",
    "T-0x200000",
    "T+0x5000",
    "B",
    "B-0x1000",
    "A-0x1000",
    "A+16t",
    "0x40000000",
  ]);
  const pageCount = draft.random.pick([1, 2, 3, 512]);
  emitMapping(draft, `addr=${hint} len=${hex(pageCount * pageBytes)}`, Math.min(pageCount, 16));
}

function placeLow(draft: Draft): void {
  const pageCount = draft.random.pick([1, 2, 3, 512, 513]);
  const hint = draft.percent(30) ? `addr=${draft.random.pick(["0x50000000", "A", "0x40001000"])} ` : "";
  emitMapping(
    draft,
    `${hint}len=${hex(pageCount * pageBytes)} flags=${anonymousFlags(draft, 10)},32bit`,
    Math.min(pageCount, 16),
  );
}

/** A large sparse file: on ext4 address and offset want to agree modulo 2 MiB. */
function placeFile(draft: Draft): void {
  const { random } = draft;
  const descriptor = draft.newName("f");
  const kind = random.pick(["d", "t"]);
  draft.emit(`${descriptor} = open ${kind}:${descriptor} rdwr,creat`);
  draft.emit(`ftruncate ${descriptor} 0x800000`);
  draft.actor.files.push({ descriptor, file: `${kind}:${descriptor}`, access: "rdwr" });
  for (let count = random.between(1, 4); count > 0; count--) {
    const bytes = random.pick([
      tableBytes,
      tableBytes - pageBytes,
      tableBytes + pageBytes,
      2 * tableBytes,
      0x3fd000,
      0x300000,
    ]);
    const offset = random.pick([0, 0, 0x1000, 0x1ff000, tableBytes, tableBytes + 0x3000]);
    const flags = random.pick(["private", "shared"]);
    emitMapping(
      draft,
      `len=${hex(bytes)} prot=${random.pick(["r", "rw"])} flags=${flags} fd=${descriptor} off=${hex(offset)}`,
      4,
    );
  }
}

/** The break: moved, touched, cut, protected, and built in by neighbours. */
export function moveBreak(draft: Draft): void {
  const { random } = draft;
  draft.emit(draft.weighted([
    [
      `sbrk ${
        hex(random.pick([0, 1, 0x100, 0xfff, 0x1000, 0x3000, 0x21000, 0x5123, tableBytes, 0x40000000]))
      }`,
      32,
    ],
    [`sbrk -${hex(random.pick([1, 0x1000, 0x2000, 0x1800, 0x21000, tableBytes]))}`, 14],
    [
      `brk B+${
        hex(random.pick([0, 1, 0xfff, 0x1000, 0x1001, 0x4000, 0x8000, 0x22000, tableBytes, 0x1ff000]))
      }`,
      14,
    ],
    [
      `brk ${
        random.pick([
          "0",
          "B-0x1000",
          "B+0x100000000000",
          "0x7fffffffffff",
          "0xffffffffffffffff",
          "A",
          "T",
          "BRK",
          "BRK+1",
        ])
      }`,
      5,
    ],
    [
      `touch ${random.pick(["r", "w"])} ${
        random.pick(["B", "BRK-0x1000", "BRK-1", "BRK", "B+0x3000", "B+0x1000", "B+0xfff", "B+2m"])
      }`,
      18,
    ],
    [`touch w B n=${random.between(2, 9)}`, 4],
    [
      `madvise B+${random.below(3)}p 0x2000 ${
        random.pick(["DONTNEED", "POPULATE_WRITE", "DONTFORK", "POPULATE_READ"])
      }`,
      3,
    ],
    [`mlock B ${random.between(1, 4)}p`, draft.tendencies.isWide ? 3 : 1],
    [
      `mremap B+${random.below(3)}p ${random.between(1, 3)}p ${random.between(1, 4)}p ${
        random.pick(["none", "maymove"])
      }`,
      3,
    ],
  ]));
  if (draft.percent(25)) buildBesideBreak(draft);
}

function buildBesideBreak(draft: Draft): void {
  const { random } = draft;
  const address = random.pick([
    "B+0x40000",
    "B+0x4000",
    "B+0x2000",
    "BRK",
    "BRK+0x1000",
    "B+0x8000",
    "B-0x1000",
    "BRK-0x1000",
    "B+0x200000",
  ]);
  const mapping = `addr=${address} len=${random.between(1, 3)}p prot=${protection(draft, 8)} flags=${
    anonymousFlags(draft, 10)
  }`;
  const name = draft.newName("r");
  draft.emit(draft.weighted([
    [
      `${name} = mmap ${mapping},${
        random.pick(["fixed", "fixed_noreplace", "noreserve,fixed", "growsdown,fixed"])
      }`,
      50,
    ],
    [
      `munmap ${random.pick(["B", "B+0x1000", "BRK-0x1000", "BRK-0x2000"])} ${
        random.pick(["0x1000", "0x2000"])
      }`,
      30,
    ],
    [
      `mprotect ${random.pick(["B", "B+0x1000", "BRK-0x1000"])} ${random.pick(["0x1000", "0x3000"])} ${
        protection(draft, 15)
      }`,
      20,
    ],
  ]));
}
