/**
 * Open files of the naive model: bytes in pages, positions, and what may be done through a descriptor.
 */

import { type ModelNode, type ModelUser, refuse } from "./model_tree.ts";

const PAGE = 4096;
/** Flags of open(2). */
export const O = { APPEND: 0x400, PATH: 0x200000, TMPFILE: 0x400000 } as const;

/** An open file. */
export class ModelFile {
  position = 0;

  /** Opened with flags. */
  constructor(readonly node: ModelNode, readonly flags: number) {}

  /** Whether it may be read. */
  get isReadable(): boolean {
    return (this.flags & 3) !== 1 && !this.isPath;
  }

  /** Whether it may be written. */
  get isWritable(): boolean {
    return (this.flags & 3) !== 0 && !this.isPath;
  }

  /** Whether it is only a place. */
  get isPath(): boolean {
    return (this.flags & O.PATH) !== 0;
  }
}

/** What a file that is changed by somebody loses: the bits that let it run as its owner or group. */
export function loseBits(node: ModelNode, user: ModelUser, isGiven = false): void {
  if (node.kind === "d" || user.uid === 0 && !isGiven) return;
  const keepsGroup = (node.mode & 0o010) === 0 && (user.uid === 0 || user.groups.includes(node.gid));
  node.mode &= keepsGroup ? ~0o4000 : ~0o6000;
}

/** Reads bytes. */
export function readBytes(node: ModelNode, offset: number, count: number): number[] {
  const bytes: number[] = [];
  for (let at = offset; at < Math.min(node.size, offset + count); at++) {
    bytes.push(node.pages.get(Math.floor(at / PAGE))?.[at % PAGE] ?? 0);
  }
  return bytes;
}

/** Writes ascending bytes. */
export function writeBytes(node: ModelNode, offset: number, count: number, seed: number): void {
  for (let index = 0; index < count; index++) {
    const at = offset + index;
    pageOf(node, Math.floor(at / PAGE))[at % PAGE] = seed + index;
    node.reserved.delete(Math.floor(at / PAGE));
  }
  node.size = Math.max(node.size, offset + count);
}

/** Gives a file another size. */
export function resize(node: ModelNode, size: number): void {
  if (size <= node.size) clear(node, size, Infinity);
  node.size = size;
}

/** Takes bytes out: whole pages go, others are zeroed in part. */
export function clear(node: ModelNode, from: number, to: number): void {
  for (const [index, page] of [...node.pages]) {
    const start = index * PAGE;
    if (start >= from && start + PAGE <= to) drop(node, index);
    else page.fill(0, Math.max(0, from - start), Math.max(0, Math.min(PAGE, to - start)));
  }
}

function drop(node: ModelNode, index: number): void {
  node.pages.delete(index);
  node.reserved.delete(index);
}

/** fallocate(2) of a regular file that may be written. */
export function allocate(node: ModelNode, mode: number, offset: number, size: number): void {
  if (mode === 3) return clear(node, offset, offset + size);
  for (let index = Math.floor(offset / PAGE); index * PAGE < offset + size; index++) {
    if (!node.pages.has(index)) node.reserved.add(index);
    pageOf(node, index);
  }
  if (mode === 0) node.size = Math.max(node.size, offset + size);
}

function isData(node: ModelNode, index: number): boolean {
  return node.pages.has(index) && !node.reserved.has(index);
}

function pageOf(node: ModelNode, index: number): Uint8Array {
  const page = node.pages.get(index) ?? new Uint8Array(PAGE);
  node.pages.set(index, page);
  return page;
}

/** lseek(2) of a regular file: the new position. */
export function seek(file: ModelFile, offset: number, whence: number): number {
  const { node, position } = file;
  const base = [0, position, node.size][whence];
  const target = base === undefined ? seekData(node, offset, whence === 3) : base + offset;
  if (target < 0) refuse("EINVAL");
  file.position = target;
  return target;
}

function seekData(node: ModelNode, offset: number, wantsData: boolean): number {
  if (offset < 0 || offset >= node.size) refuse("ENXIO");
  for (let at = offset; at < node.size; at = (Math.floor(at / PAGE) + 1) * PAGE) {
    if (isData(node, Math.floor(at / PAGE)) === wantsData) return at;
  }
  return wantsData ? refuse("ENXIO") : node.size;
}
