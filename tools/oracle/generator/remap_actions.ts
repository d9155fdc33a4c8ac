/** mremap: growing, shrinking, moving, also over several VMAs at once. */
import { type Draft, hex, offsetText, pageBytes, type Place, placeText, type Target } from "./draft.ts";
import { oddLengths } from "./lengths.ts";

interface Remapping {
  readonly target: Target;
  readonly oldPages: number;
  readonly newPages: number;
}

/** One mremap of any form. */
export function remap(draft: Draft): void {
  const { random } = draft;
  const target = draft.percent(3) ? draft.unalignedTarget() : draft.target();
  const ahead = target.pagesAhead;
  const oldPages = draft.percent(4)
    ? 0
    : random.pick([ahead, ahead, random.between(1, ahead), random.between(1, ahead + 2)]);
  const newPages = draft.percent(3) ? 0 : random.pick([
    oldPages,
    oldPages,
    Math.max(1, oldPages - 1),
    oldPages + 1,
    oldPages + random.between(1, 8),
    Math.max(1, oldPages >> 1),
    oldPages * 2,
  ]);
  const form = draft.weighted([
    [remapInPlace, 18],
    [remapMaymove, 42],
    [remapFixed, 28],
    [remapDontunmap, draft.tendencies.isWide ? 12 : 2],
    [remapOdd, draft.tendencies.isWide ? 3 : 1],
  ]);
  form(draft, { target, oldPages, newPages });
}

function emitRemap(draft: Draft, remapping: Remapping, rest: string): string {
  const { target, oldPages, newPages } = remapping;
  const name = draft.newName("q");
  draft.emit(
    `${name} = mremap ${target.text} ${hex(oldPages * pageBytes)} ${hex(newPages * pageBytes)} ${rest}`,
  );
  return name;
}

function remapInPlace(draft: Draft, remapping: Remapping): void {
  const { target, oldPages, newPages } = remapping;
  const name = emitRemap(draft, remapping, "none");
  if (target.place === undefined || newPages === 0 || newPages > oldPages) return;
  draft.removePages({ space: target.place.space, page: target.place.page + newPages }, oldPages - newPages);
  draft.addRegion({ name, ...target.place, pageCount: newPages });
}

function remapMaymove(draft: Draft, remapping: Remapping): void {
  const { target, oldPages, newPages } = remapping;
  const name = emitRemap(draft, remapping, "maymove");
  if (target.place === undefined || newPages === 0 || oldPages === 0) return;
  draft.removePages(target.place, oldPages);
  const place = newPages <= oldPages ? target.place : { space: name, page: 0 };
  draft.addRegion({ name, ...place, pageCount: newPages });
}

function remapFixed(draft: Draft, remapping: Remapping): void {
  const { target, oldPages, newPages } = remapping;
  const place = destination(draft);
  const flags = draft.weighted([["maymove,fixed", 88], ["fixed", 5], ["maymove,fixed,dontunmap", 7]]);
  const name = emitRemap(draft, remapping, `${flags} ${placeText(place)}`);
  if (flags === "fixed" || target.place === undefined || newPages === 0 || oldPages === 0) return;
  if (flags === "maymove,fixed") draft.removePages(target.place, oldPages);
  draft.addRegion({ name, ...place, pageCount: newPages });
}

/** Beside the window, in it, and at the same offset into a 2 MiB page table as something else. */
function destination(draft: Draft): Place {
  const { windowPages } = draft.tendencies;
  const place = draft.windowPlace();
  return draft.percent(40)
    ? place
    : { space: "A", page: place.page + draft.random.pick([windowPages, 512, 1024, 512 * 3]) };
}

function remapDontunmap(draft: Draft, remapping: Remapping): void {
  const same = draft.percent(85) ? { ...remapping, newPages: remapping.oldPages } : remapping;
  const name = emitRemap(
    draft,
    same,
    `maymove,dontunmap ${draft.percent(20) ? placeText(destination(draft)) : "0"}`,
  );
  if (same.newPages > 0) draft.addRegion({ name, space: name, page: 0, pageCount: same.newPages });
}

function remapOdd(draft: Draft, { target }: Remapping): void {
  const { random } = draft;
  const lengths = `${random.pick([...oddLengths, "0x1000", "0x1000"])} ${
    random.pick([...oddLengths, "0x1000", "0x2000"])
  }`;
  const flags = random.pick([
    "none",
    "maymove",
    "maymove,fixed",
    "dontunmap",
    "8",
    "0x80000000",
    "fixed,dontunmap",
  ]);
  const address = random.pick(["0", "0x1000", target.text, "0x7ffffffff000", "A+0x123", "A+0x40000000"]);
  draft.emit(`mremap ${target.text} ${lengths} ${flags} ${address}`);
}

/** Several VMAs with holes, moved as one, and back. */
export function remapMany(draft: Draft): void {
  const { random } = draft;
  const from = draft.windowPlace();
  const pieceCount = random.between(2, 6);
  let page = from.page;
  for (let piece = 0; piece < pieceCount; piece++) {
    const pageCount = random.between(1, 4);
    const address = placeText({ space: "A", page });
    const kind = draft.weighted([["private,anon", 70], ["shared,anon", 15], ["private,anon,noreserve", 8], [
      "private,anon,locked",
      3,
    ]]);
    const words = `len=${hex(pageCount * pageBytes)} prot=${
      random.pick(["rw", "rw", "r", "none"])
    } flags=${kind},fixed`;
    draft.emit(`mmap addr=${address} ${words}`);
    if (draft.percent(60)) {
      draft.emit(`touch ${random.pick(["r", "w", "w"])} ${address} n=${random.between(1, pageCount)}`);
    }
    page += pageCount + (draft.percent(25) ? random.between(1, 2) : 0);
  }
  if (draft.percent(20)) draft.emit(`mseal ${placeText({ space: "A", page: page - 2 })} 0x1000`);
  const pageCount = page - from.page + random.pick([0, 0, 0, 1]);
  const length = hex(pageCount * pageBytes);
  const to = { space: "A", page: from.page + random.pick([600, 1024, pageCount, pageCount + 3, 2]) };
  const flags = random.pick([
    "maymove,fixed",
    "maymove,fixed",
    "maymove,fixed",
    "maymove",
    "maymove,fixed,dontunmap",
  ]);
  const name = draft.newName("q");
  draft.emit(
    `${name} = mremap ${placeText(from)} ${length} ${
      random.pick([length, length, length, "0x1000"])
    } ${flags} ${placeText(to)}`,
  );
  draft.emit("dump");
  draft.removePages(from, pageCount);
  draft.addRegion({ name, ...to, pageCount });
  if (draft.percent(50)) draft.emit(`touch ${random.pick(["r", "w"])} ${offsetText(name, 0)} n=${pageCount}`);
}
