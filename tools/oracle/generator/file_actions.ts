/** Files: made, grown, cut, holed and written, by descriptor and by name, with mappings of them alive. */
import { type Draft, type DraftFile, hex, pageBytes } from "./draft.ts";

const sizes: readonly number[] = [
  0,
  1,
  100,
  0x800,
  0x1000,
  0x1001,
  0x1800,
  0x3000,
  0x4abc,
  0x8000,
  0x14000,
  0x17fff,
];
const cutSizes: readonly number[] = [
  0,
  1,
  0x7ff,
  0x800,
  0xfff,
  0x1000,
  0x1234,
  0x2000,
  0x3001,
  0x5000,
  0x9000,
  0x20000,
  0x1ff000,
  0x200000,
  0x800000,
];
const offsets: readonly number[] = [
  0,
  1,
  0x10,
  0x7fc,
  0xffe,
  0x1000,
  0x1ffc,
  0x2000,
  0x2800,
  0x4000,
  0x7000,
  0xf800,
];

/** Opens a new file or an old one again; a new one mostly gets bytes. */
export function openFile(draft: Draft): void {
  const { random } = draft;
  const isNew = draft.fileNames.length === 0 || draft.percent(60);
  const descriptor = draft.newName("f");
  const file = isNew
    ? `${draft.percent(draft.tendencies.diskPercent) ? "d" : "t"}:${descriptor}`
    : random.pick(draft.fileNames);
  const access = isNew || draft.percent(60) ? "rdwr" : random.pick(["rdonly", "wronly", "rdwr"] as const);
  const flags: string[] = [access];
  if (isNew || draft.percent(30)) flags.push("creat");
  if (draft.percent(12)) flags.push("cloexec");
  if (!isNew && draft.percent(10)) flags.push("trunc");
  if (draft.percent(4)) flags.push(random.pick(["append", "excl"]));
  draft.emit(`${descriptor} = open ${file} ${flags.join(",")}${draft.percent(3) ? " mode=0400" : ""}`);
  draft.actor.files.push({ descriptor, file, access });
  if (!isNew) return;
  draft.fileNames.push(file);
  const size = random.pick(sizes);
  if (size === 0) return;
  draft.emit(
    draft.percent(70)
      ? `pwrite ${descriptor} 0 seq:${random.below(256)}:${size}`
      : `ftruncate ${descriptor} ${hex(size)}`,
  );
}

/** A memfd with a size. */
export function openMemfd(draft: Draft): void {
  const descriptor = draft.newName("f");
  draft.emit(`${descriptor} = memfd ${descriptor}x`);
  draft.emit(`ftruncate ${descriptor} ${hex(draft.random.pick([0x1000, 0x2800, 0x3000, 0x200000]))}`);
  draft.actor.files.push({ descriptor, file: descriptor, access: "rdwr" });
}

/** One call on an open file. */
export function useFile(draft: Draft): void {
  const files = draft.actor.files;
  if (files.length === 0 || draft.percent(10)) return openFile(draft);
  const file = draft.random.pick(files.slice(-6));
  const action = draft.weighted([
    [truncateFile, 22],
    [writeFile, 22],
    [readFile, 18],
    [transferUserMemory, 18],
    [allocateFile, 10],
    [manageDescriptor, 10],
  ]);
  action(draft, file);
}

function truncateFile(draft: Draft, { descriptor }: DraftFile): void {
  const size = draft.percent(3)
    ? draft.random.pick(["-1", "0x7fffffffffffffff", "0x8000000000000000"])
    : hex(draft.random.pick(cutSizes));
  draft.emit(`ftruncate ${descriptor} ${size}`);
}

function writeFile(draft: Draft, { descriptor }: DraftFile): void {
  const { random } = draft;
  const content = random.pick([
    "hex:deadbeef",
    "hex:00",
    `byte:${random.between(1, 255)}:${random.pick([16, 4096, 5000])}`,
    `seq:${random.below(256)}:${random.pick([100, 8192, 40000])}`,
  ]);
  if (draft.percent(20)) return draft.emit(`wr ${descriptor} ${content}`);
  draft.emit(`pwrite ${descriptor} ${hex(random.pick(offsets))} ${content}`);
}

function readFile(draft: Draft, { descriptor }: DraftFile): void {
  const { random } = draft;
  const length = random.pick([0, 8, 16, 64, 65, 4096, 10000]);
  draft.emit(draft.weighted([
    [`pread ${descriptor} ${length} ${hex(random.pick(offsets))}`, 70],
    [`rd ${descriptor} ${length}`, 15],
    [
      `lseek ${descriptor} ${random.pick(["0", "0x1000", "-1", "0x10000"])} ${
        random.pick([0, 1, 2, 3, 4, 9])
      }`,
      8,
    ],
    [`fsize ${descriptor}`, 12],
  ]));
}

/** read and write with a buffer in the tested memory, where the kernel itself faults. */
function transferUserMemory(draft: Draft, { descriptor }: DraftFile): void {
  const { random } = draft;
  const target = draft.percent(30) ? draft.unalignedTarget() : draft.target();
  const length = hex(random.pick([0, 1, 8, 0x1000, 0x1800, 0x3000, target.pagesAhead * pageBytes]));
  draft.emit(
    `${random.pick(["preadto", "pwritefrom"])} ${descriptor} ${target.text} ${length} ${
      hex(random.pick(offsets))
    }`,
  );
}

function allocateFile(draft: Draft, { descriptor }: DraftFile): void {
  const { random } = draft;
  const mode = draft.weighted([["punch", 50], ["alloc", 15], ["keep", 10], ["zero", 10], ["zerokeep", 5], [
    "collapse",
    4,
  ], ["insert", 3]]);
  const offset = random.pick(["0", "0x800", "0x1000", "0x2000", "0xfff", "-1"]);
  const length = random.pick(["0x800", "0x1000", "0x1001", "0x3000", "0x10000", "0"]);
  draft.emit(`fallocate ${descriptor} ${mode} ${offset} ${length}`);
}

function manageDescriptor(draft: Draft, file: DraftFile): void {
  const { actor, random } = draft;
  const { descriptor } = file;
  const choice = random.below(100);
  if (choice < 35) return draft.emit(`${random.pick(["fsync", "fdatasync"])} ${descriptor}`);
  if (choice < 60) {
    draft.emit(`close ${descriptor}`);
    if (draft.percent(80)) actor.files.splice(actor.files.indexOf(file), 1);
  } else if (choice < 80) {
    const copy = draft.newName("f");
    draft.emit(`${copy} = dup ${descriptor}`);
    actor.files.push({ ...file, descriptor: copy });
  } else if (file.file.includes(":")) draft.emit(`unlink ${file.file}`);
}
