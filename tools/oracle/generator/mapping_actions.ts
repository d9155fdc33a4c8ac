/** Mapping, unmapping, protecting: what makes, cuts and joins VMAs. */
import { type Draft, hex, pageBytes, type Place, placeText } from "./draft.ts";
import { lengthBytes, mappingPages, protection, range } from "./lengths.ts";

/** Where a mapping shall go. */
interface Placement {
  /** ` addr=…`, or nothing. */
  readonly argument: string;
  /** Flags that belong to it. */
  readonly flags: string[];
  /** Where it will lie; undefined when it is likely to be refused. */
  readonly place: Place | undefined;
}

/** mmap of anonymous memory: everywhere, with every flag now and then. */
export function mapAnonymous(draft: Draft): void {
  const { tendencies } = draft;
  const name = draft.newName("r");
  const pageCount = mappingPages(draft);
  const placement = choosePlacement(draft, name, pageCount);
  const flags = [draft.percent(tendencies.sharedPercent) ? "shared" : "private", "anon", ...placement.flags];
  if (draft.percent(6)) flags.push("populate");
  if (draft.percent(6)) flags.push("noreserve");
  if (tendencies.isWide && draft.percent(8)) flags.push(rareFlag(draft));
  const words = `len=${hex(lengthBytes(draft, pageCount))} prot=${protection(draft, 12)} flags=${
    flags.join(",")
  }`;
  draft.emit(`${name} = mmap${placement.argument} ${words}`);
  rememberMapping(draft, { name, pageCount, flags, place: placement.place });
}

interface MappingAttempt {
  readonly name: string;
  readonly pageCount: number;
  readonly flags: readonly string[];
  readonly place: Place | undefined;
}

function rememberMapping(draft: Draft, { name, pageCount, flags, place }: MappingAttempt): void {
  if (place === undefined || flags.some((flag) => flag === "hugetlb" || flag === "sync")) return;
  draft.addRegion({ name, pageCount, ...place });
}

function rareFlag(draft: Draft): string {
  return draft.random.pick([
    "stack",
    "32bit",
    "locked",
    "locked,populate",
    "nonblock",
    "populate,nonblock",
    "growsdown",
    "sync",
    "0x200",
    "0x800",
    "0x1000",
    "0x1000000",
    "0x80000000",
  ]);
}

function choosePlacement(draft: Draft, name: string, pageCount: number): Placement {
  const { random, tendencies } = draft;
  const choice = random.below(100);
  const place = draft.percent(35) ? draft.target().place ?? draft.windowPlace() : draft.windowPlace();
  const argument = ` addr=${placeText(place)}`;
  if (choice < tendencies.fixedPercent) return { argument, flags: ["fixed"], place };
  if (choice < tendencies.fixedPercent + 8) {
    return {
      argument,
      flags: ["fixed_noreplace"],
      place: isFree(draft, place, pageCount) ? place : undefined,
    };
  }
  const elsewhere = { space: name, page: 0 };
  if (choice >= tendencies.fixedPercent + 26) return { argument: "", flags: [], place: elsewhere };
  const offset = draft.percent(20) ? random.pick(["+0x1", "+0x800", "+0xfff"]) : "";
  return {
    argument: `${argument}${offset}`,
    flags: [],
    place: isFree(draft, place, pageCount) ? place : elsewhere,
  };
}

function isFree(draft: Draft, place: Place, pageCount: number): boolean {
  if (place.space !== "A") return false;
  for (let page = 0; page < pageCount; page++) {
    if (draft.isMapped({ space: "A", page: place.page + page })) return false;
  }
  return true;
}

/** mmap of a file that the acting process has open. */
export function mapFile(draft: Draft): void {
  const { random } = draft;
  const file = draft.actor.files.at(-1 - random.below(Math.max(1, draft.actor.files.length)));
  if (file === undefined) return;
  const name = draft.newName("m");
  const pageCount = draft.percent(draft.tendencies.hugePercent)
    ? random.pick([511, 512, 513, 1024, 1300])
    : random.between(1, draft.tendencies.lengthPagesMax + 2);
  const placement = choosePlacement(draft, name, pageCount);
  const flags = [random.pick(["private", "shared", "shared", "shared_validate"]), ...placement.flags];
  if (draft.percent(6)) flags.push("populate");
  if (draft.tendencies.isWide && draft.percent(6)) flags.push(rareFlag(draft));
  const offset = random.pick([0, 0, 0, 1, 2, 3, 5, 15, 16, 17, 512]) * pageBytes +
    (draft.percent(3) ? 0x200 : 0);
  const words = `prot=${protection(draft, 5)} flags=${flags.join(",")} fd=${file.descriptor} off=${
    hex(offset)
  }`;
  draft.emit(`${name} = mmap${placement.argument} len=${hex(lengthBytes(draft, pageCount))} ${words}`);
  rememberMapping(draft, { name, pageCount, flags, place: placement.place });
}

/** munmap of a range, or of two that leave something between them. */
export function unmap(draft: Draft): void {
  const { target, lengthText, pageCount } = range(draft);
  draft.emit(`munmap ${target.text} ${lengthText}`);
  draft.removePages(target.place, pageCount);
}

/** mprotect of a range. */
export function protect(draft: Draft): void {
  const { target, lengthText } = range(draft);
  const growth = draft.tendencies.isWide && draft.percent(4)
    ? draft.random.pick([",growsdown", ",growsup", ",sem"])
    : "";
  draft.emit(`mprotect ${target.text} ${lengthText} ${protection(draft, 20)}${growth}`);
}

/** A row of 3 to 10 neighbouring VMAs of different kinds, and calls that cross several of them. */
export function protectPattern(draft: Draft): void {
  const { random } = draft;
  const place = draft.windowPlace();
  const pieceCount = random.between(3, 10);
  let page = place.page;
  for (let piece = 0; piece < pieceCount; piece++) {
    const pageCount = random.between(1, 3);
    if (!draft.percent(8)) mapPiece(draft, { space: "A", page }, pageCount);
    page += pageCount;
  }
  const crossings = random.between(1, 4);
  for (let crossing = 0; crossing < crossings; crossing++) {
    const start = place.page + random.below(page - place.page);
    const length = hex(random.between(1, page - start + 1) * pageBytes);
    draft.emit(`mprotect ${placeText({ space: "A", page: start })} ${length} ${protection(draft, 15)}`);
    if (draft.percent(40)) {
      draft.emit(`touch ${random.pick(["r", "w"])} ${placeText({ space: "A", page: start })} n=2`);
    }
  }
  draft.emit("dump");
}

function mapPiece(draft: Draft, place: Place, pageCount: number): void {
  const { random } = draft;
  const name = draft.newName("v");
  const file = draft.actor.files.at(-1);
  const address = placeText(place);
  const length = hex(pageCount * pageBytes);
  const kind = draft.weighted([["private,anon", 75], ["shared,anon", 8], ["private,anon,noreserve", 5], [
    "file",
    12,
  ]]);
  const source = kind === "file" && file !== undefined
    ? `${random.pick(["private", "shared"])},fixed fd=${file.descriptor} off=${
      hex(random.below(4) * pageBytes)
    }`
    : `${kind === "file" ? "private,anon" : kind},fixed`;
  draft.emit(
    `${name} = mmap addr=${address} len=${length} prot=${
      random.pick(["rw", "rw", "rw", "r", "none"])
    } flags=${source}`,
  );
  draft.addRegion({ name, pageCount, ...place });
  if (draft.percent(45)) {
    draft.emit(`touch ${random.pick(["r", "w", "w"])} ${address} n=${random.between(1, pageCount)}`);
  }
}
