/**
 * Effects as short texts, for tests: the kind, where it happens, and the flags that are set.
 *
 *     vmaPut 100-110 rw-p       vmaRemove 100       pagesUnmap 102+3       pagesMap 100+16 writable
 *     pagesMove 100+4 to 200    cacheInsert 0+16    framesMark             bytesFill
 *
 *   ET1  Numbers of frames, spaces and files are left out: a test that is about them looks at the effect itself.
 *   ET2  Pages and file pages are decimal; a count of 1 is left out.
 */

import type { AnyRecord } from "../event/schema.ts";
import { permissionsText } from "../memory/vma_flags.ts";

/** An effect as a short text. */
export function effectText(effect: AnyRecord): string {
  const { kind, startPage, endPage, page, index, count, toPage, flags } = effect as
    & Record<string, number>
    & AnyRecord;
  const parts: string[] = [kind];
  if (kind === "vmaPut") parts.push(`${startPage}-${endPage}`, permissionsText(flags));
  else if (kind === "vmaRemove") parts.push(`${startPage}`);
  const first = page ?? index;
  if (first !== undefined) parts.push(count === undefined || count === 1 ? `${first}` : `${first}+${count}`);
  if (toPage !== undefined) parts.push(`to ${toPage}`);
  for (const [name, value] of Object.entries(effect)) if (value === true) parts.push(name);
  return parts.join(" ");
}
