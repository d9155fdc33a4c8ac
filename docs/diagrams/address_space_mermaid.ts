/**
 * The address space as a Mermaid flowchart: neighbouring mappings of one file in one box, each box tied to what backs it.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { AddressSpacePicture, AddressSpaceRow } from "./address_space.ts";
import { presenceBar } from "./address_space_text.ts";
import { box, flowchart, group, roundBox } from "./mermaid_text.ts";
import { pageWords, sizeWords } from "./words.ts";

/** Draws the picture. */
export function addressSpaceMermaid({ title, rows }: AddressSpacePicture): string {
  const groups = gathered(rows);
  const mappings: string[] = [];
  for (const [index, members] of groups.entries()) {
    if (members[0].gapAbovePages > 0) {
      mappings.push(roundBox(`gap${index}`, `${sizeWords(members[0].gapAbovePages * PAGE_SIZE)} free`));
    }
    mappings.push(box(`mapping${index}`, members[0].name, ...members.map(rowWords)));
  }
  if (mappings.length === 0) mappings.push(roundBox("none", "nothing"));
  const backings = [...new Set(rows.map(({ backing }) => backing))];
  const idOf = (backing: string) => `backing${backings.indexOf(backing)}`;
  return flowchart([
    ...group("space", `address space of ${title}`, mappings),
    ...backings.map((backing) => roundBox(idOf(backing), backingWords(backing))),
    ...groups.map((members, index) => `mapping${index} --> ${idOf(members[0].backing)}`),
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
