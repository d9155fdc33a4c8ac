/**
 * A script while it is being invented, with a rough idea of what is mapped where, so that most operations meet something.
 *
 * DR1. Everything follows from the seed: the same profile and seed give the same script on every machine.
 * DR2. The idea of the address space is a guess. It never decides whether an operation is allowed, only which addresses are
 *      likely to be interesting; errors are wanted too, just not mostly.
 * DR3. Addresses that the kernel chooses are unknown here: a page is named by its *space* (the explicit area `A`, the heap
 *      `B`, or the result that holds the region's address) and its number in there.
 */
import type { Random } from "../../../kernel/testing/random.ts";

/** Bytes a page. */
export const pageBytes = 4096;

/** A page: `A`, `B` or a result's name, and the number of the page from there. */
export interface Place {
  readonly space: string;
  readonly page: number;
}

/** A stretch of pages that a result's name stands for. */
export interface Region extends Place {
  readonly name: string;
  readonly pageCount: number;
}

/** An open file as the draft knows it. */
export interface DraftFile {
  /** Result that holds the descriptor. */
  readonly descriptor: string;
  /** `t:x` or `d:x`; for a memfd its descriptor's name. */
  readonly file: string;
  readonly access: "rdonly" | "wronly" | "rdwr";
}

/** A process as the draft knows it. */
export interface DraftProcess {
  readonly name: string;
  readonly parent: DraftProcess | undefined;
  /** Pages believed mapped, as `space/page`. */
  readonly mapped: Set<string>;
  /** Files believed open. */
  readonly files: DraftFile[];
}

/** An address to use, and how many pages from there on are believed mapped (at least 1). */
export interface Target {
  readonly text: string;
  readonly place: Place | undefined;
  readonly pagesAhead: number;
}

/** Sizes and tendencies, drawn once a script so that scripts differ more than their lines do. */
export interface Tendencies {
  /** Pages of the window in `A` where explicit addresses mostly lie. */
  readonly windowPages: number;
  /** First page of that window in `A`; some straddle page tables. */
  readonly windowPage: number;
  /** The longest ordinary mapping, in pages. */
  readonly lengthPagesMax: number;
  /** Percent of addresses that point at something believed mapped. */
  readonly validPercent: number;
  /** Percent of mappings with MAP_FIXED. */
  readonly fixedPercent: number;
  /** Percent of anonymous mappings that are shared. */
  readonly sharedPercent: number;
  /** Percent of files on ext4. */
  readonly diskPercent: number;
  /** Percent of lengths that are a multiple of 2 MiB or one page off it. */
  readonly hugePercent: number;
  /** Live processes at a time. */
  readonly processesMax: number;
  /** Whether rarer flags, advice and limits may appear. */
  readonly isWide: boolean;
}

/** The script so far. */
export class Draft {
  /** Lines, without newline. */
  readonly lines: string[] = [];
  /** Live processes; the first is p0 while it lives. */
  readonly processes: DraftProcess[];
  /** Processes that ended and were not waited for. */
  readonly ended: DraftProcess[] = [];
  /** Regions by name, oldest first. */
  readonly regions: Region[] = [];
  /** Names of all files ever made. */
  readonly fileNames: string[] = [];
  /** Who acts in lines that name nobody. */
  actor: DraftProcess;
  #nameCount = 0;
  #processCount = 1;

  /** @param random where everything comes from @param tendencies sizes and tendencies of this script */
  constructor(readonly random: Random, readonly tendencies: Tendencies) {
    this.actor = { name: "p0", parent: undefined, mapped: new Set(), files: [] };
    this.processes = [this.actor];
  }

  /** Appends an operation of a process (of the actor, when none is named). */
  emit(operation: string, process: DraftProcess = this.actor): void {
    this.lines.push(process.name === "p0" ? operation : `${process.name}: ${operation}`);
  }

  /** A name that no result has yet. */
  newName(prefix: string): string {
    this.#nameCount++;
    return `${prefix}${this.#nameCount}`;
  }

  /** True that many times out of a hundred. */
  percent(percent: number): boolean {
    return this.random.chance(percent, 100);
  }

  /** One of the values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
    let left = this.random.below(choices.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices[0][0];
  }

  /** Remembers a process that was forked; undefined when there are enough. */
  fork(parent: DraftProcess, processesMax: number): DraftProcess | undefined {
    if (this.processes.length >= processesMax || this.#processCount >= 20) return undefined;
    const child = {
      name: `p${this.#processCount}`,
      parent,
      mapped: new Set(parent.mapped),
      files: [...parent.files],
    };
    this.#processCount++;
    this.processes.push(child);
    return child;
  }

  /** Forgets a process that ended; its children live on. */
  end(process: DraftProcess): void {
    this.processes.splice(this.processes.indexOf(process), 1);
    this.ended.push(process);
    if (this.actor === process) this.actor = this.processes[0];
  }

  /** Remembers that a name stands for a region that was just mapped. */
  addRegion(region: Region): void {
    this.regions.push(region);
    this.addPages(region, region.pageCount);
  }

  /** Remembers that pages were mapped; of a long region its first pages and its last. */
  addPages(place: Place, pageCount: number): void {
    for (let page = 0; page < Math.min(pageCount, 80); page++) {
      this.actor.mapped.add(`${place.space}/${place.page + page}`);
    }
    this.actor.mapped.add(`${place.space}/${place.page + pageCount - 1}`);
  }

  /** Forgets pages that were unmapped. */
  removePages(place: Place | undefined, pageCount: number): void {
    if (place === undefined) return;
    for (let page = 0; page < Math.min(pageCount, 5000); page++) {
      this.actor.mapped.delete(`${place.space}/${place.page + page}`);
    }
  }

  /** Whether a page is believed mapped in the actor. */
  isMapped(place: Place): boolean {
    return this.actor.mapped.has(`${place.space}/${place.page}`);
  }

  /** A page of the window of explicit addresses. */
  windowPlace(): Place {
    const { windowPage, windowPages } = this.tendencies;
    return { space: "A", page: windowPage + this.random.below(windowPages) };
  }

  /** An address, mostly of something mapped. */
  target(): Target {
    const live = this.regions.slice(-16).filter((region) => this.#mappedPages(region).length > 0);
    if (live.length > 0 && this.percent(this.tendencies.validPercent)) {
      return this.#targetIn(this.random.pick(live));
    }
    if (this.regions.length > 0 && this.percent(50)) {
      return this.#targetNear(this.random.pick(this.regions.slice(-10)));
    }
    const place = this.windowPlace();
    return { text: placeText(place), place, pagesAhead: this.#pagesAhead(place) };
  }

  /** An address that is not at the start of a page, with a taste for the ends of words and pages. */
  unalignedTarget(): Target {
    const target = this.target();
    const offset = this.random.pick([
      "0x1",
      "0x8",
      "0x10",
      "0x7f8",
      "0x800",
      "0xff0",
      "0xff8",
      "0xff9",
      "0xffc",
      "0xfff",
    ]);
    return { ...target, text: `${target.text}+${offset}` };
  }

  #mappedPages(region: Region): number[] {
    const pages: number[] = [];
    for (let page = 0; page < Math.min(region.pageCount, 80); page++) {
      if (this.isMapped({ space: region.space, page: region.page + page })) pages.push(page);
    }
    return pages;
  }

  #targetIn(region: Region): Target {
    const pages = this.#mappedPages(region);
    const page = this.random.pick([
      pages[0],
      this.random.pick(pages),
      this.random.pick(pages),
      pages[pages.length - 1],
    ]);
    const place = { space: region.space, page: region.page + page };
    const text = region.space === "A" && this.percent(60) ? placeText(place) : offsetText(region.name, page);
    return { text, place, pagesAhead: this.#pagesAhead(place) };
  }

  /** In or just outside a region, mapped or not. */
  #targetNear(region: Region): Target {
    const page = this.random.pick([
      -1,
      0,
      0,
      this.random.below(region.pageCount),
      region.pageCount - 1,
      region.pageCount,
    ]);
    const place = { space: region.space, page: region.page + page };
    return { text: offsetText(region.name, page), place, pagesAhead: this.#pagesAhead(place) };
  }

  #pagesAhead(place: Place): number {
    let pages = 1;
    while (pages < 64 && this.isMapped({ space: place.space, page: place.page + pages })) pages++;
    return pages;
  }
}

/** The address of a place. */
export function placeText(place: Place): string {
  return offsetText(place.space, place.page);
}

/** A symbol and a number of pages, which may be negative. */
export function offsetText(symbol: string, page: number): string {
  if (page === 0) return symbol;
  return `${symbol}${page < 0 ? "-" : "+"}${hex(Math.abs(page) * pageBytes)}`;
}

/** `0x…`. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
