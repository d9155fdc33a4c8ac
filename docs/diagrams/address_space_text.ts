/**
 * The address space as text, from the highest address down:
 *
 *     0x7ffffffff000 ┌──────────┐
 *                    │ [stack]  │ rw-p  132 KiB  ··············▒█   2 of 33 pages   anonymous
 *     0x7ffffffde000 └──────────┘
 *            128 MiB of free addresses
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { AddressSpacePicture, AddressSpaceRow } from "./address_space.ts";
import { counted, pageWords, sizeWords } from "./words.ts";

/** Draws the picture; lines end in "\n". A cell of the bar: █ all present, ▒ some, · none. */
export function addressSpaceText({ title, rows }: AddressSpacePicture): string {
  const nameWidth = Math.max(8, ...rows.map(({ name }) => name.length));
  const addressWidth = Math.max(0, ...rows.map(({ endPage }) => pageWords(endPage).length));
  const lines = [title, ""];
  for (const [index, row] of rows.entries()) {
    const isAttached = index > 0 && row.gapAbovePages === 0;
    if (!isAttached) {
      if (index > 0) {
        lines.push(`${" ".repeat(addressWidth)}   ⋮ ${sizeWords(row.gapAbovePages * PAGE_SIZE)} free`);
      }
      lines.push(`${pageWords(row.endPage).padStart(addressWidth)} ┌─${"─".repeat(nameWidth)}─┐`);
    }
    lines.push(`${" ".repeat(addressWidth)} │ ${row.name.padEnd(nameWidth)} │ ${detailWords(row)}`);
    const isFollowed = rows[index + 1]?.gapAbovePages === 0;
    const [left, right] = isFollowed ? ["├", "┤"] : ["└", "┘"];
    lines.push(
      `${pageWords(row.startPage).padStart(addressWidth)} ${left}─${"─".repeat(nameWidth)}─${right}`,
    );
  }
  return lines.join("\n") + "\n";
}

function detailWords(row: AddressSpaceRow): string {
  const pageCount = row.endPage - row.startPage;
  const size = sizeWords(pageCount * PAGE_SIZE).padStart(8);
  const present = `${row.presentCount} of ${counted(pageCount, "page")}`;
  return `${row.permissions} ${size}  ${presenceBar(row.presence).padEnd(16)}  ${
    present.padEnd(18)
  } ${row.backing}`;
}

/** A row of cells: █ all present, ▒ some, · none. */
export function presenceBar(presence: readonly number[]): string {
  return presence.map((share) => share === 0 ? "·" : share === 1 ? "█" : "▒").join("");
}
