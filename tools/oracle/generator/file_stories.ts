/** Stories with files: private and shared views of one file, truncation and holes under them, in one process and in several. */
import { type Draft, hex, pageBytes } from "./draft.ts";

function makeFile(draft: Draft, sizeBytes: number): string {
  const descriptor = draft.newName("f");
  const file = `${draft.percent(draft.tendencies.diskPercent) ? "d" : "t"}:${descriptor}`;
  draft.emit(`${descriptor} = open ${file} rdwr,creat`);
  draft.emit(
    draft.percent(75)
      ? `pwrite ${descriptor} 0 seq:${draft.random.below(256)}:${sizeBytes}`
      : `ftruncate ${descriptor} ${hex(sizeBytes)}`,
  );
  draft.actor.files.push({ descriptor, file, access: "rdwr" });
  draft.fileNames.push(file);
  return descriptor;
}

function mapView(draft: Draft, descriptor: string, words: string): string {
  const name = draft.newName("s");
  draft.emit(`${name} = mmap len=0x6000 ${words} fd=${descriptor}`);
  draft.addRegion({ name, space: name, page: 0, pageCount: 6 });
  return name;
}

/** A private and a shared view of one file that is written, cut and grown. */
export function tellTwoViews(draft: Draft): void {
  const { random } = draft;
  const size = random.pick([0x1000, 0x2345, 0x4000, 0x5fff]);
  const file = makeFile(draft, size);
  const own = mapView(draft, file, "prot=rw flags=private");
  const common = mapView(draft, file, `prot=${random.pick(["r", "rw", "rw"])} flags=shared`);
  draft.emit(`load8 ${own}`);
  draft.emit(`store8 ${own} ${hex(random.next())}`);
  draft.emit(`load8 ${common}`);
  draft.emit(`pread ${file} 16 0`);
  draft.emit(`pwrite ${file} 0x1000 hex:a1a2a3a4a5a6a7a8`);
  draft.emit(`load8 ${own}+0x1000`);
  draft.emit(`store8 ${common}+0x8 0x99`);
  draft.emit(`load8 ${own}+0x8`);
  draft.emit(`madvise ${own} 0x2000 ${random.pick(["DONTNEED", "DONTNEED", "POPULATE_WRITE", "REMOVE"])}`);
  draft.emit(`load8 ${own}`);
  draft.emit(`touch ${random.pick(["r", "w"])} ${own}+${hex((size + 0xfff) & ~0xfff)}`);
  draft.emit(`ftruncate ${file} ${hex(random.pick([0, 0x800, 0x1000, 0x6000, 0x1234]))}`);
  draft.emit(`touch r ${own} n=5`);
  draft.emit(`touch w ${common} n=5`);
  draft.emit(`read ${common} 64`);
  draft.emit("dump");
}

/** Shared pages written, synchronised and written again. */
export function tellWriteBack(draft: Draft): void {
  const { random } = draft;
  const file = makeFile(draft, random.pick([0x1000, 0x3000, 0x2100, 0x5800]));
  const view = mapView(draft, file, "prot=rw flags=shared");
  draft.emit(`touch ${random.pick(["r", "w"])} ${view} n=${random.between(1, 2)}`);
  draft.emit(`touch w ${view} n=2`);
  draft.emit(
    random.pick([
      `msync ${view} 0x3000 sync`,
      `msync ${view} 0x3000 async`,
      `fsync ${file}`,
      `fdatasync ${file}`,
    ]),
  );
  draft.emit(`touch w ${view} n=2`);
  if (draft.percent(50)) draft.emit(`store1 ${view}+0xfff 0x5a`);
  draft.emit(`munmap ${view} 0x6000`);
  draft.emit(`pread ${file} 16 ${random.pick(["0", "0xff8"])}`);
  draft.emit(`fsize ${file}`);
}

/** Long files: how many pages one read fault brings along, at every kind of border. */
export function tellFaultAround(draft: Draft): void {
  const { random } = draft;
  const file = makeFile(draft, random.pick([70000, 90000, 98304, 0x10000, 0x10001]));
  if (draft.percent(30)) {
    draft.emit(
      `fallocate ${file} punch ${hex(random.below(20) * pageBytes)} ${hex(random.between(1, 6) * pageBytes)}`,
    );
  }
  const name = draft.newName("s");
  const page = draft.tendencies.windowPage + random.pick([0, 1, 7, 15, 16, 0x1f0, 0x1f8]);
  const pageCount = random.between(10, 40);
  const flags = `${random.pick(["private", "shared"])},fixed`;
  const words = `prot=${random.pick(["r", "rw", "rx"])} flags=${flags} fd=${file} off=${
    hex(random.pick([0, 0, 1, 3, 16]) * pageBytes)
  }`;
  draft.emit(`${name} = mmap addr=A+${hex(page * pageBytes)} len=${hex(pageCount * pageBytes)} ${words}`);
  draft.addRegion({ name, space: "A", page, pageCount });
  for (let step = random.between(2, 5); step > 0; step--) {
    draft.emit(`touch ${random.pick(["r", "r", "w"])} ${name}+${hex(random.below(pageCount) * pageBytes)}`);
    if (draft.percent(20)) {
      draft.emit(`madvise ${name}+${hex(random.below(pageCount) * pageBytes)} 0x3000 DONTNEED`);
    }
    if (draft.percent(15)) draft.emit(`munmap ${name}+${hex(random.below(pageCount) * pageBytes)} 0x1000`);
  }
  draft.emit("dump");
}

/** One file under several processes, cut or holed while all have it mapped. */
export function tellSharedTruncation(draft: Draft): void {
  const { random } = draft;
  const file = makeFile(draft, random.pick([0x4000, 0x5800, 0x6000]));
  const own = mapView(draft, file, "prot=rw flags=private");
  const common = mapView(draft, file, "prot=rw flags=shared");
  draft.emit(`touch w ${own}+0x1000 n=3`);
  draft.emit(`touch ${random.pick(["r", "w"])} ${common} n=4`);
  const family = [draft.actor];
  for (let count = random.between(1, 2); count > 0; count--) {
    const child = draft.fork(random.pick(family), draft.tendencies.processesMax + 1);
    if (child === undefined) break;
    draft.emit(`fork ${child.name}`, child.parent);
    family.push(child);
  }
  for (let step = random.between(3, 9); step > 0; step--) {
    const address = `${random.pick([own, common])}+${hex(random.below(6) * pageBytes)}`;
    draft.emit(
      draft.weighted([
        [`touch ${random.pick(["r", "w"])} ${address}`, 40],
        [`store8 ${address} ${random.below(1000)}`, 10],
        [`load8 ${address}`, 10],
        [`ftruncate ${file} ${hex(random.pick([0, 0x1800, 0x2000, 0x3fff, 0x6000]))}`, 16],
        [
          `fallocate ${file} punch ${hex(random.below(4) * pageBytes)} ${
            hex(random.pick([0x800, 0x1000, 0x2000]))
          }`,
          10,
        ],
        [`madvise ${common}+${hex(random.below(4) * pageBytes)} 0x2000 REMOVE`, 6],
        [`pwrite ${file} ${hex(random.below(6) * pageBytes)} byte:${random.below(256)}:4096`, 8],
      ]),
      random.pick(family),
    );
  }
  draft.emit("dump all", draft.processes[0]);
}
