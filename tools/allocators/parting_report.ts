/**
 * Where two allocators part, for people: a table of what the pages hold, and a map of them.
 *
 *      palimpsest
 *        0x5555555000  ####+#+.....____        # full of live blocks   + partly   . none live   _ never touched
 */

import { formatHex, PAGE_SIZE } from "@palimpsest/kernel";
import { tableLines } from "../printing/table.ts";
import type { Parting, PartingMoment } from "./footprint_parting.ts";
import { countPages, PAGE_AREAS, PAGE_USES, type PageRun, type PageUse } from "./page_places.ts";

const SIGNS: Readonly<Record<PageUse, string>> = { full: "#", part: "+", idle: ".", fresh: "_" };
const MEANINGS: Readonly<Record<PageUse, string>> = {
  full: "full of live blocks",
  part: "partly live",
  idle: "touched, nothing live",
  fresh: "never touched",
};
/** Pages on a line of a map, and lines of a map at most. */
const LINE_PAGES = 64;
const MOST_LINES = 32;

/** All that is to be said, as lines. */
export function partingLines(parting: Parting): string[] {
  const { trace, allocators: [one, other], moments } = parting;
  if (moments.length === 0) return [`${trace}: the footprints of ${one} and ${other} never part.`];
  return moments.flatMap((moment, number) => [
    ...(number > 0 ? [""] : []),
    headLine(parting, moment),
    ...placesTable(parting, moment),
    ...parting.allocators.flatMap((name, side) => ["", ...mapLines(name, moment.places[side])]),
  ]);
}

/** A moment for other programs: the pages by what they hold, and their runs. */
export function partingJson({ trace, allocators, moments }: Parting): Readonly<Record<string, unknown>> {
  return {
    trace,
    allocators,
    moments: moments.map(({ places, ...moment }) => ({
      ...moment,
      pages: places.map((runs) =>
        Object.fromEntries(
          PAGE_AREAS.map((area) => [
            area,
            Object.fromEntries(PAGE_USES.map((use) => [use, countPages(runs, area, use)])),
          ]),
        )
      ),
      runs: places.map((runs) =>
        runs.map(({ area, startPage, uses }) => ({
          area,
          address: startPage * PAGE_SIZE,
          map: uses.map((use) => SIGNS[use]).join(""),
        }))
      ),
    })),
  };
}

function headLine({ trace, allocators: [one, other] }: Parting, moment: PartingMoment): string {
  const { what, operation, line, request, liveBytes, footprintBytes } = moment;
  const pages = footprintBytes.map((bytes) => countText(bytes / PAGE_SIZE));
  const verb = what === "parted" ? "first part at" : "are farthest apart after";
  return `${trace}: ${one} and ${other} ${verb} request ${
    countText(operation)
  } (line ${line}: ${request}): ` +
    `${pages[0]} and ${pages[1]} pages, for ${countText(Math.ceil(liveBytes / 1024))} KiB that are live.`;
}

function placesTable({ allocators }: Parting, { places, footprintBytes }: PartingMoment): string[] {
  const rows = PAGE_AREAS.flatMap((area) =>
    PAGE_USES.map((use) => {
      const [one, other] = places.map((runs) => countPages(runs, area, use));
      return [`${area}: ${MEANINGS[use]} ${SIGNS[use]}`, one, other] as const;
    })
  ).filter(([, one, other]) => one + other > 0);
  const counted = rows.reduce(([one, other], row) => [one + row[1], other + row[2]], [0, 0]);
  const [one, other] = footprintBytes.map((bytes, side) => bytes / PAGE_SIZE - counted[side]);
  const held = one + other > 0 ? [["never writable, with a frame", one, other] as const] : [];
  const sums = ["together", footprintBytes[0] / PAGE_SIZE, footprintBytes[1] / PAGE_SIZE] as const;
  return tableLines(
    [["pages", "left"], [allocators[0], "right"], [allocators[1], "right"], ["more", "right"]],
    [...rows, ...held, sums].map((
      row,
    ) => [row[0], countText(row[1]), countText(row[2]), signed(row[2] - row[1])]),
  );
}

function mapLines(name: string, runs: readonly PageRun[]): string[] {
  const lines = runs.flatMap(({ startPage, uses }) => {
    const parts: string[] = [];
    for (let at = 0; at < uses.length; at += LINE_PAGES) {
      const signs = uses.slice(at, at + LINE_PAGES).map((use) => SIGNS[use]).join("");
      parts.push(`  ${formatHex((startPage + at) * PAGE_SIZE).padStart(14)}  ${signs}`);
    }
    return parts;
  });
  const more = lines.length - MOST_LINES;
  return [
    name,
    ...lines.slice(0, MOST_LINES),
    ...(more > 0 ? [`  … and ${countText(more)} lines more`] : []),
  ];
}

function signed(count: number): string {
  return count > 0 ? `+${countText(count)}` : countText(count);
}

function countText(count: number): string {
  return count.toLocaleString("en-US");
}
