/**
 * Loads and stores of user code: through the MMU page by page, with the faults that takes.
 *
 * What is stored becomes part of a store event, which ends before the machine's next event of another kind (M3).
 */

import { offsetInPage, PAGE_SIZE, pageOf } from "./address.ts";
import type { Machine } from "./machine.ts";
import { pteFrame } from "./memory/pte.ts";
import { type Access, type AccessSignal, CANONICAL_END, touchMemory } from "./mmu.ts";
import { readInto } from "./state/content.ts";

/** How an access of several bytes went. */
export interface AccessResult {
  /** Bytes accessed before the signal, or all. */
  readonly done: number;
  /** The signal it met; not delivered. */
  readonly signal?: AccessSignal;
}

/** How the accesses here touch memory. */
const READ: Access = { write: false };
const WRITE: Access = { write: true };

/** Bytes of a range that lie in the page of its first one. */
function bytesInPage(address: number, lengthBytes: number): number {
  return Math.min(PAGE_SIZE - offsetInPage(address), lengthBytes);
}

/** The frame of an address whose page is present. */
function frameAt(machine: Machine, pid: number, address: number): number {
  return pteFrame(machine.state.spaceOf(pid).pte(pageOf(address)));
}

/** Loads bytes into `target`; unknown bytes read as 0 and are told by `known`. */
export function loadBytes(
  machine: Machine,
  pid: number,
  address: number,
  target: Uint8Array,
): AccessResult & { readonly known: boolean } {
  let known = true;
  for (let done = 0; done < target.length;) {
    const at = address + done;
    const partBytes = bytesInPage(at, target.length - done);
    const signal = touchMemory(machine, pid, at, READ);
    if (signal !== undefined) return { done, signal, known };
    const content = machine.state.content(frameAt(machine, pid, at));
    known = readInto(content, offsetInPage(at), target, done, partBytes) && known;
    done += partBytes;
  }
  return { done: target.length, known };
}

/** Stores bytes one after another: those before a signal are stored. */
export function storeBytes(machine: Machine, pid: number, address: number, bytes: Uint8Array): AccessResult {
  for (let done = 0; done < bytes.length;) {
    const at = address + done;
    const partBytes = bytesInPage(at, bytes.length - done);
    const signal = touchMemory(machine, pid, at, WRITE);
    if (signal !== undefined) return { done, signal };
    const frame = frameAt(machine, pid, at);
    const part = partBytes === bytes.length ? bytes : bytes.subarray(done, done + partBytes);
    machine.openStores(pid).bytesWrite({ frame, offset: offsetInPage(at), bytes: part });
    done += partBytes;
  }
  return { done: bytes.length };
}

/** Stores one value over a range. */
export function fillMemory(
  machine: Machine,
  pid: number,
  address: number,
  lengthBytes: number,
  value: number,
): AccessResult {
  for (let done = 0; done < lengthBytes;) {
    const at = address + done;
    const partBytes = bytesInPage(at, lengthBytes - done);
    const signal = touchMemory(machine, pid, at, WRITE);
    if (signal !== undefined) return { done, signal };
    const frame = frameAt(machine, pid, at);
    const fill = { frame, offset: offsetInPage(at), lengthBytes: partBytes, value: value & 0xff };
    machine.openStores(pid).bytesFill(fill);
    done += partBytes;
  }
  return { done: lengthBytes };
}

/**
 * Copies a range as memmove(3) does; the two may overlap. Bytes that nobody knows stay unknown.
 *
 * @returns How far it came; what is done is at the end of the range when `to` is above `from`.
 */
export function copyMemory(
  machine: Machine,
  pid: number,
  to: number,
  from: number,
  lengthBytes: number,
): AccessResult {
  const descends = to > from && to < from + lengthBytes;
  for (let done = 0; done < lengthBytes;) {
    const partBytes = descends
      ? Math.min(
        lengthBytes - done,
        bytesBefore(to + lengthBytes - done),
        bytesBefore(from + lengthBytes - done),
      )
      : Math.min(
        lengthBytes - done,
        PAGE_SIZE - offsetInPage(to + done),
        PAGE_SIZE - offsetInPage(from + done),
      );
    const at = descends ? lengthBytes - done - partBytes : done;
    const signal = copyPart(machine, pid, to + at, from + at, partBytes);
    if (signal !== undefined) return { done, signal };
    done += partBytes;
  }
  return { done: lengthBytes };
}

/** Bytes of the page that ends at `end`, or holds it, below it. */
function bytesBefore(end: number): number {
  return offsetInPage(end - 1) + 1;
}

/** Copies within one page each. */
function copyPart(
  machine: Machine,
  pid: number,
  to: number,
  from: number,
  lengthBytes: number,
): AccessSignal | undefined {
  const signal = touchMemory(machine, pid, to, { write: true }) ?? touchWhile(machine, pid, from, to);
  if (signal !== undefined) return signal;
  const space = machine.state.spaceOf(pid);
  const source = pteFrame(space.pte(pageOf(from)));
  const frame = pteFrame(space.pte(pageOf(to)));
  const offset = offsetInPage(to);
  const sourceOffset = offsetInPage(from);
  if (frame === source && offset > sourceOffset && offset < sourceOffset + lengthBytes) {
    // The effect copies upwards, and would copy again what it has copied.
    const bytes = new Uint8Array(lengthBytes);
    readInto(machine.state.content(source), sourceOffset, bytes, 0, lengthBytes);
    machine.openStores(pid).bytesWrite({ frame, offset, bytes });
  } else machine.store(pid, { kind: "bytesCopy", source, sourceOffset, frame, offset, lengthBytes });
  return undefined;
}

/** Touches a byte while the page of another one, which is there, stays in memory: an instruction needs both at once. */
function touchWhile(machine: Machine, pid: number, address: number, other: number): AccessSignal | undefined {
  const { reclaimer } = machine;
  reclaimer.heldFrame = pteFrame(machine.state.spaceOf(pid).pte(pageOf(other)));
  const signal = touchMemory(machine, pid, address, {});
  reclaimer.heldFrame = -1;
  return signal;
}

/** The signal of a word that reaches from the last canonical user address into the hole: a general protection fault. */
export function nonCanonicalSignal(address: number, lengthBytes: number): AccessSignal | undefined {
  if (address < 0 || address >= CANONICAL_END || address + lengthBytes <= CANONICAL_END) return undefined;
  return { signal: "SIGSEGV", code: "SI_KERNEL", address: 0 };
}

/** One load of a few bytes as the processor does it. */
export function loadWord(
  machine: Machine,
  pid: number,
  address: number,
  target: Uint8Array,
): AccessResult & { readonly known: boolean } {
  const signal = nonCanonicalSignal(address, target.length);
  return signal === undefined ? loadBytes(machine, pid, address, target) : { done: 0, signal, known: false };
}

/** One store of a few bytes as the processor does it: when it crosses pages, nothing is stored unless both permit. */
export function storeWord(machine: Machine, pid: number, address: number, bytes: Uint8Array): AccessResult {
  const beyond = nonCanonicalSignal(address, bytes.length);
  if (beyond !== undefined) return { done: 0, signal: beyond };
  const last = address + bytes.length - 1;
  const pages = pageOf(address) === pageOf(last) ? [address] : [address, pageOf(last) * PAGE_SIZE];
  for (const at of pages) {
    const signal = touchMemory(machine, pid, at, { write: true });
    if (signal !== undefined) return { done: 0, signal };
  }
  return storeBytes(machine, pid, address, bytes);
}
