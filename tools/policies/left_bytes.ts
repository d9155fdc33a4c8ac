/**
 * What a run leaves behind, as short texts: the bytes of files and of private memory, wherever they are (in memory, in swap,
 * on disk). Equal texts, equal bytes.
 *
 *   LB1  Only memory of a process's own is told (anonymous pages, copies of file pages): what else is mapped, files tell.
 *   LB2  Zero pages are left out: whether a page of zeros was ever there, memory pressure may change.
 */

import {
  addressOf,
  F_ANON,
  fileBytes,
  FLAGS,
  isPresent,
  isZeroPage,
  PAGE_SIZE,
  peekBytes,
  PTE_SWAPPED,
  pteFrame,
  pteKind,
  type State,
} from "@palimpsest/kernel";

/** Of larger files only the size is told. */
const MOST_FILE_BYTES = 2 ** 24;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A text for every file. */
export function fileTexts(state: State): string[] {
  const texts: string[] = [];
  for (const [id, { making: { name }, sizeBytes }] of state.inodes.entries()) {
    const hash = sizeBytes > MOST_FILE_BYTES ? "" : hashOf(fileBytes(state, id, 0, sizeBytes).bytes);
    texts.push(`file ${id} ${name}: ${sizeBytes} bytes ${hash}`);
  }
  return texts;
}

/** A text for the memory of every process that is alive. */
export function memoryTexts(state: State): string[] {
  const texts: string[] = [];
  for (const [pid, process] of state.processes.entries()) {
    if (process.space !== 0) texts.push(`memory of ${pid}: ${memoryText(state, pid)}`);
  }
  return texts;
}

function memoryText(state: State, pid: number): string {
  const space = state.spaceOf(pid);
  const { pages } = space;
  const bytes = new Uint8Array(PAGE_SIZE);
  let text = "";
  for (let first = pages.nextLeaf(0); first >= 0; first = pages.nextLeaf(first + pages.leafRecords)) {
    for (let page = first; page < first + pages.leafRecords; page++) {
      const pte = space.pte(page);
      const isOwn = pteKind(pte) === PTE_SWAPPED ||
        isPresent(pte) && !isZeroPage(pte) && (state.frameWord(pteFrame(pte), FLAGS) & F_ANON) !== 0;
      if (!isOwn) continue;
      bytes.fill(0);
      peekBytes(state, pid, addressOf(page), bytes);
      if (bytes.some((byte) => byte !== 0)) text += ` ${page.toString(16)}:${hashOf(bytes)}`;
    }
  }
  return text;
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array): string {
  let hash = FNV_START;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return (hash >>> 0).toString(16);
}
