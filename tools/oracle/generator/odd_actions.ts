/** Calls that are wrong, or nearly: every argument at its edges, in combination. */
import type { Draft } from "./draft.ts";
import { oddLengths } from "./lengths.ts";

const addresses: readonly string[] = [
  "0",
  "0x800",
  "0x1000",
  "A",
  "A+0x1",
  "A+0x800",
  "A+0x1000",
  "A+0x70000000",
  "A+16t-0x1000",
  "B",
  "0x7fffffffe000",
  "0x7ffffffff000",
  "0x7ffffffff001",
  "0x800000000000",
  "0x7fffffffffff0000",
  "0xffff800000000000",
  "0xffffffffff600000",
  "0xfffffffffffff000",
  "0xffffffffffffffff",
];

const lengths: readonly string[] = [
  "0x1000",
  "0x1000",
  "0x2000",
  "0x1001",
  ...oddLengths,
  "0x1000000000",
  "0x10000000000",
];

const mapFlags: readonly string[] = [
  "anon",
  "none",
  "private",
  "shared",
  "private,anon",
  "private,anon",
  "shared,anon",
  "shared,private,anon",
  "shared_validate,anon",
  "shared_validate,sync",
  "shared_validate,sync,anon",
  "shared_validate,0x1000000",
  "private,anon,fixed",
  "private,anon,fixed_noreplace",
  "shared,anon,fixed",
  "private,anon,hugetlb",
  "private,hugetlb",
  "private,anon,growsdown",
  "shared,anon,growsdown",
  "private,anon,noreserve",
  "private,anon,locked",
  "private,anon,32bit",
  "private,anon,0x4",
  "0x24",
  "0xffffffff",
];

const protections: readonly string[] = [
  "rw",
  "rw",
  "r",
  "none",
  "0x8",
  "0x10",
  "0x80",
  "0xff000000",
  "0x1000003",
  "rw,growsdown",
  "r,growsup",
];

/** One call with edge arguments. */
export function callOddly(draft: Draft): void {
  const action = draft.weighted([
    [oddMmap, 22],
    [oddRangeCall, 30],
    [oddMremap, 12],
    [oddDescriptorCall, 18],
    [oddAccess, 14],
    [oddProcessCall, 4],
  ]);
  action(draft);
}

function oddAddress(draft: Draft): string {
  return draft.percent(35) ? draft.target().text : draft.random.pick(addresses);
}

function oddMmap(draft: Draft): void {
  const { random } = draft;
  const words: string[] = [];
  if (draft.percent(55)) words.push(`addr=${oddAddress(draft)}`);
  if (draft.percent(90)) words.push(`len=${draft.percent(55) ? "0x1000" : random.pick(lengths)}`);
  if (draft.percent(60)) words.push(`prot=${random.pick(protections)}`);
  words.push(`flags=${random.pick(mapFlags)}`);
  if (draft.percent(35)) words.push(`fd=${oddDescriptor(draft)}`);
  if (draft.percent(25)) {
    words.push(
      `off=${
        random.pick([
          "0x800",
          "0x1000",
          "0xfffffffffffff000",
          "0x7ffffffffffff000",
          "0x7fffffffffffe000",
          "0x10000000000",
        ])
      }`,
    );
  }
  draft.emit(`mmap ${words.join(" ")}`);
}

function oddDescriptor(draft: Draft): string {
  const own = draft.actor.files.at(-1)?.descriptor;
  return draft.random.pick([own ?? "3", own ?? "4", "0", "77", "-1", "0x7fffffff", "-100", "0x100000003"]);
}

function oddRangeCall(draft: Draft): void {
  const { random } = draft;
  const range = `${oddAddress(draft)} ${draft.percent(40) ? "0x1000" : random.pick(lengths)}`;
  draft.emit(draft.weighted([
    [`munmap ${range}`, 8],
    [`mprotect ${range} ${random.pick(protections)}`, 12],
    [
      `madvise ${range} ${
        random.pick([
          "DONTNEED",
          "REMOVE",
          "FREE",
          "WILLNEED",
          "99",
          "1000",
          "-1",
          "POPULATE_READ",
          "GUARD_INSTALL",
          "GUARD_REMOVE",
          "DONTFORK",
          "WIPEONFORK",
          "5",
          "100",
        ])
      }`,
      16,
    ],
    [`msync ${range} ${random.pick(["sync", "async", "sync,async", "8", "none", "invalidate"])}`, 8],
    [`mlock ${range}${random.pick(["", "", " onfault"])}`, 7],
    [`munlock ${range}`, 4],
    [`mseal ${range}`, 4],
    [
      `mincore ${oddAddress(draft)} ${
        random.pick(["0", "1", "0x1000", "0x2000", "0x800000000000", "0xffffffffffffffff"])
      }`,
      6,
    ],
    [`brk ${oddAddress(draft)}`, 3],
    [`sbrk ${random.pick(["0x7fffffffffffffff", "-0x7fffffffffff", "0x1000000000000", "-1"])}`, 3],
  ]));
}

function oddMremap(draft: Draft): void {
  const { random } = draft;
  const oldLength = draft.percent(60) ? "0x1000" : random.pick(lengths);
  const newLength = draft.percent(50) ? "0x1000" : random.pick(lengths);
  const flags = random.pick([
    "none",
    "maymove",
    "maymove,fixed",
    "fixed",
    "dontunmap",
    "maymove,dontunmap",
    "maymove,fixed,dontunmap",
    "0x80",
    "15",
  ]);
  draft.emit(`mremap ${oddAddress(draft)} ${oldLength} ${newLength} ${flags} ${oddAddress(draft)}`);
}

function oddDescriptorCall(draft: Draft): void {
  const { random } = draft;
  const descriptor = oddDescriptor(draft);
  draft.emit(random.pick([
    `pread ${descriptor} 8 ${random.pick(["0", "-1", "0x7fffffffffffffff"])}`,
    `pwrite ${descriptor} ${random.pick(["0", "-1", "0x7ffffffffff0"])} hex:00`,
    `ftruncate ${descriptor} ${random.pick(["0", "-1", "0x1000"])}`,
    `lseek ${descriptor} ${random.pick(["0", "-1", "0x7fffffffffffffff"])} ${
      random.pick([0, 1, 2, 3, 4, 5, 77])
    }`,
    `fallocate ${descriptor} ${
      random.pick(["alloc", "punch", "zero", "collapse", "insert", "2", "0x40", "0x80"])
    } ${random.pick(["0", "-1", "0x800"])} ${random.pick(["0", "0x1000", "-1"])}`,
    `preadto ${descriptor} ${oddAddress(draft)} ${random.pick(["0", "8", "0x1000"])} 0`,
    `pwritefrom ${descriptor} ${oddAddress(draft)} ${random.pick(["0", "8", "0x1000"])} 0`,
    `close ${random.pick(["77", "-1", "599"])}`,
    `dup ${random.pick(["77", "-1", "0"])}`,
    `fsync ${random.pick(["77", "0", descriptor])}`,
    `fsize ${descriptor}`,
    `open t:nonexistent ${random.pick(["rdonly", "rdwr", "rdwr,trunc", "creat,excl", "wronly,creat,excl"])}`,
    "unlink t:nothing",
    "unlink t:nonexistent",
  ]));
}

function oddAccess(draft: Draft): void {
  const { random } = draft;
  const address = oddAddress(draft);
  draft.emit(random.pick([
    `touch r ${address}`,
    `touch w ${address}`,
    `touch x ${address}`,
    `load8 ${address}`,
    `store8 ${address} 1`,
    "load8 0x7ffffffffffc",
    "load8 0x7fffffffeffc",
    "touch w 0x7fffffffffff0000",
    "touch r 0xfffffffffffffff8",
    "touch x A+0x70000000",
  ]));
}

function oddProcessCall(draft: Draft): void {
  draft.emit(
    draft.random.pick([
      "wait any",
      "wait p0",
      "wait p1",
      "kill p19",
      "rlimit memlock 0x800001",
      "munmap nothing 0x1000",
    ]),
  );
}
