/** Short stories with random parameters: sequences in which one rule shows, and which single random calls seldom make. */
import { type Draft, hex, offsetText, pageBytes, placeText } from "./draft.ts";
import { protection } from "./lengths.ts";

/** A story to tell. */
export type Story = (draft: Draft) => void;

/** Two VMAs and a third that may join them, with and without pages in each. */
export function tellMerge(draft: Draft): void {
  const { random } = draft;
  const { page } = draft.windowPlace();
  const prot = protection(draft, 10);
  const at = (offset: number) => placeText({ space: "A", page: page + offset });
  const map = (offset: number, pages: number, words: string) =>
    draft.emit(`mmap addr=${at(offset)} len=${hex(pages * pageBytes)} ${words}`);
  const flags = `flags=private,anon${draft.percent(15) ? ",noreserve" : ""},fixed`;
  map(0, 2, `prot=${prot} ${flags}`);
  if (draft.percent(50)) draft.emit(`touch ${random.pick(["r", "w"])} ${at(0)}`);
  map(4, 2, `prot=${prot} ${flags}`);
  if (draft.percent(50)) draft.emit(`touch ${random.pick(["r", "w"])} ${at(4)}`);
  map(2, 2, `prot=${random.pick([prot, prot, protection(draft, 10)])} ${flags}`);
  if (draft.percent(30)) draft.emit(`touch w ${at(3)}`);
  draft.emit("dump");
  draft.addPages({ space: "A", page }, 6);
  if (draft.percent(60)) {
    draft.emit(`mprotect ${at(random.below(5))} ${hex(random.between(1, 3) * pageBytes)} ${prot}`);
  }
  if (draft.percent(40)) draft.emit(`mprotect ${at(0)} 0x6000 ${prot}`);
  draft.emit("dump");
}

/** Mappings in a row, holes between them, and what fills the holes. */
export function tellGaps(draft: Draft): void {
  const { random } = draft;
  const names = Array.from({ length: random.between(3, 7) }, () => draft.newName("s"));
  for (const name of names) {
    const pageCount = random.pick([1, 2, 3, 5]);
    draft.emit(`${name} = mmap len=${hex(pageCount * pageBytes)} prot=${random.pick(["rw", "r", "none"])}`);
    draft.addRegion({ name, space: name, page: 0, pageCount });
  }
  for (let hole = random.between(1, 4); hole > 0; hole--) {
    draft.emit(
      `munmap ${offsetText(random.pick(names), random.below(3))} ${hex(random.between(1, 2) * pageBytes)}`,
    );
  }
  for (let filler = random.between(1, 3); filler > 0; filler--) {
    draft.emit(`${draft.newName("s")} = mmap len=${hex(random.between(1, 4) * pageBytes)}`);
  }
  draft.emit("dump");
}

/** Protections taken and given back around pages that stay. */
export function tellProtections(draft: Draft): void {
  const { random } = draft;
  const name = draft.newName("s");
  const pageCount = random.between(3, 9);
  const length = hex(pageCount * pageBytes);
  draft.emit(`${name} = mmap len=${length} prot=rw flags=${random.pick(["private", "shared"])},anon`);
  draft.addRegion({ name, space: name, page: 0, pageCount });
  draft.emit(`touch ${random.pick(["r", "w"])} ${name} n=${pageCount - 1}`);
  draft.emit(`mprotect ${name} ${length} ${random.pick(["none", "r"])}`);
  draft.emit(`touch ${random.pick(["r", "w"])} ${name}`);
  draft.emit(`mprotect ${name}+0x1000 0x1000 rw`);
  draft.emit(`store8 ${name}+0x1000 ${hex(random.next())}`);
  draft.emit(`touch w ${name}+0x2000`);
  draft.emit(`mprotect ${name} ${length} rw`);
  draft.emit(`touch w ${name} n=${pageCount}`);
  draft.emit("dump");
}

/** Pages read before they are written, written across their border, thrown away and read again. */
export function tellZeroPages(draft: Draft): void {
  const { random } = draft;
  const name = draft.newName("s");
  const pageCount = random.between(2, 20);
  const length = hex(pageCount * pageBytes);
  draft.emit(`${name} = mmap len=${length} flags=${draft.percent(80) ? "private" : "shared"},anon`);
  draft.addRegion({ name, space: name, page: 0, pageCount });
  draft.emit(`touch r ${name} n=${pageCount}`);
  draft.emit("dump");
  draft.emit(`touch w ${name}+0x1000`);
  draft.emit(`store8 ${name}+0xffc ${hex(random.next())}`);
  draft.emit(
    `madvise ${name} ${length} ${random.pick(["DONTNEED", "DONTNEED", "REMOVE", "FREE", "POPULATE_WRITE"])}`,
  );
  draft.emit(`load8 ${name}+0x1000`);
  draft.emit(`mincore ${name} ${length}`);
  draft.emit("dump");
}

/** A region that grows, moves and is cut, and keeps its bytes. */
export function tellMoves(draft: Draft): void {
  const { random } = draft;
  const name = draft.newName("s");
  const pageCount = random.between(2, 8);
  draft.emit(`${name} = mmap len=${hex(pageCount * pageBytes)}`);
  draft.emit(`touch w ${name} n=${random.between(1, pageCount)}`);
  draft.emit(`store8 ${name}+0x1000 ${hex(random.next())}`);
  const moved = draft.newName("s");
  const newLength = hex((pageCount + random.between(1, 6)) * pageBytes);
  draft.emit(
    `${moved} = mremap ${name} ${hex(pageCount * pageBytes)} ${newLength} ${
      random.pick(["maymove", "maymove", "none"])
    }`,
  );
  draft.emit(`load8 ${moved}+0x1000`);
  draft.emit(`touch r ${name}`);
  const to = placeText({ space: "A", page: draft.windowPlace().page + draft.tendencies.windowPages });
  const again = draft.newName("s");
  draft.emit(
    `${again} = mremap ${moved} 0x2000 ${
      random.pick(["0x2000", "0x2000", "0x1000", "0x5000"])
    } maymove,fixed ${to}`,
  );
  draft.emit(`load8 ${again}+0x1000`);
  draft.emit("dump");
  draft.addRegion({ name: moved, space: moved, page: 0, pageCount });
  draft.addRegion({ name: again, space: again, page: 0, pageCount: 2 });
}

/** Growth downwards, with and without something in the way. */
export function tellGrowth(draft: Draft): void {
  const { random, tendencies } = draft;
  const name = draft.newName("g");
  const page = tendencies.windowPage + tendencies.windowPages * 2 + random.below(40) * 16 + 1024;
  draft.emit(
    `${name} = mmap addr=${placeText({ space: "A", page })} len=0x2000 flags=private,anon,growsdown,fixed`,
  );
  draft.addRegion({ name, space: "A", page, pageCount: 2 });
  if (draft.percent(40)) {
    const below = placeText({ space: "A", page: page - random.pick([1, 2, 16, 255, 256, 257, 300]) });
    draft.emit(
      `mmap addr=${below} len=0x1000 prot=${
        random.pick(["rw", "none", "r"])
      } flags=private,anon,fixed_noreplace`,
    );
  }
  for (let step = random.between(1, 4); step > 0; step--) {
    const distance = random.pick(["0x1", "0x1000", "0x2000", "0x3000", "0x10000", "0x100000", "0x2c000"]);
    draft.emit(`touch ${random.pick(["r", "w"])} ${name}-${distance}`);
    if (draft.percent(20)) {
      draft.emit(`mprotect ${name} 0x1000 ${random.pick(["r", "rw", "none"])},growsdown`);
    }
  }
  draft.emit("dump");
}
