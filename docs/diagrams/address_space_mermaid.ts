/**
 * The address space as a Mermaid flowchart, from the highest address down: neighbouring mappings of one file in one box,
 * each box tied to what backs it. No two boxes are tied to one, and a gap is tied to nothing: otherwise Mermaid orders
 * the boxes by itself.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { AddressSpacePicture, AddressSpaceRow } from "./address_space.ts";
import { presenceBar } from "./address_space_text.ts";
import { box, flowchart, group, roundBox, unseenArrow } from "./mermaid_text.ts";
import { pageWords, sizeWords } from "./words.ts";

/** Draws the picture. */
export function addressSpaceMermaid({ title, rows }: AddressSpacePicture): string {
  const mappings: string[] = [];
  const arrows: string[] = [];
  const backings: string[] = [];
  for (const [index, members] of gathered(rows).entries()) {
    const gapPages = members[0].gapAbovePages;
    if (gapPages > 0) {
      mappings.push(roundBox(`gap${index}`, `${sizeWords(gapPages * PAGE_SIZE)} free`));
      backings.push(box(`nothing${index}`, " "));
      arrows.push(...unseenArrow(`gap${index}`, `nothing${index}`));
    }
    mappings.push(box(`mapping${index}`, members[0].name, ...members.map(rowWords)));
    backings.push(roundBox(`backing${index}`, backingWords(members[0].backing)));
    arrows.push(`mapping${index} --> backing${index}`);
  }
  if (mappings.length === 0) mappings.push(roundBox("none", "nothing"));
  return flowchart([
    ...group("space", `address space of ${title}`, mappings),
    ...group("backings", "what backs them", backings),
    ...arrows,
  ]);
}

/** Neighbours in the list with the same name and backing, together. */
function gathered(rows: readonly AddressSpaceRow[]): AddressSpaceRow[][] {
  const groups: AddressSpaceRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const joins = last !== undefined && last[0].name === row.name && last[0].backing === row.backing &&
      row.gapAbovePages === 0;
    if (joins) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function rowWords(row: AddressSpaceRow): string {
  const size = sizeWords((row.endPage - row.startPage) * PAGE_SIZE);
  return `${pageWords(row.startPage)} ${row.permissions} ${size} ${presenceBar(row.presence)}`;
}

function backingWords(backing: string): string {
  return backing === "anonymous" ? "swap, when memory is short" : backing;
}
