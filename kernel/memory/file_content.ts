/**
 * What a file holds, as a reader would see it: for those who look at a state from outside.
 */

import { offsetInPage, PAGE_SIZE, pageOf } from "../address.ts";
import { type Content, readInto, UNKNOWN } from "../state/content.ts";
import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";

/** Bytes of a file. */
export interface FileBytes {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** False when any of them is unknown; those are 0 in `bytes`. */
  readonly known: boolean;
}

/** Up to `lengthBytes` bytes of a file from `position` on; fewer where the file ends. */
export function fileBytes(state: State, inodeId: number, position: number, lengthBytes: number): FileBytes {
  const inode = state.inode(inodeId);
  const bytes = new Uint8Array(Math.max(0, Math.min(lengthBytes, inode.sizeBytes - position)));
  let known = true;
  for (let done = 0; done < bytes.length;) {
    const offset = offsetInPage(position + done);
    const partBytes = Math.min(PAGE_SIZE - offset, bytes.length - done);
    const content = pageContent(state, inode, pageOf(position + done));
    known = readInto(content, offset, bytes, done, partBytes) && known;
    done += partBytes;
  }
  return { bytes, known };
}

/** The content of a page of a file: cached, swapped out, stored, a hole, or unknown. */
function pageContent(state: State, inode: Inode, index: number): Content {
  const frame = inode.cachedFrame(index);
  if (frame >= 0) return state.content(frame);
  const number = inode.swapSlot(index);
  const slot = number < 0 ? undefined : state.slots.get(number);
  if (slot !== undefined) return slot.frame >= 0 ? state.content(slot.frame) : slot.content;
  return inode.storage.get(index) ?? (index < inode.unknownPages ? UNKNOWN : 0);
}
