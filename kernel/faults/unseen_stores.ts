/**
 * Stores that nobody saw: what user code of a recording writes is not in the recording. A page that it may write has
 * unknown bytes from the fault on that lets it; later writes take no fault.
 */

import { PAGE_SIZE } from "../address.ts";
import { isWritable, pteFrame } from "../memory/pte.ts";
import type { Vma } from "../memory/vma.ts";
import { UNKNOWN } from "../state/content.ts";
import type { Transaction } from "../transaction.ts";

/** Makes the bytes of a page unknown that a fault has just made writable, in a machine whose stores are not seen. */
export function forgetBytes(tx: Transaction, vma: Vma, page: number): void {
  const pte = tx.state.space(vma.space).pte(page);
  const frame = pteFrame(pte);
  if (!isWritable(pte) || tx.state.content(frame) === UNKNOWN) return;
  tx.emit({ kind: "bytesFill", frame, offset: 0, lengthBytes: PAGE_SIZE, value: UNKNOWN });
}
