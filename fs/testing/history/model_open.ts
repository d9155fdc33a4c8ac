/**
 * The naive model's operations on descriptors: opening, reading, writing, seeking, cutting, listing.
 */

import { allocate, loseBits, ModelFile, O, readBytes, resize, seek, writeBytes } from "./model_files.ts";
import { isSpecial, ModelSession } from "./model_session.ts";
import { type ModelNode, ModelWalk, refuse } from "./model_tree.ts";
import { numberOf, type Operation, textOf } from "./operation.ts";

const LISTED = { d: 4, f: 8, l: 10 } as const;
const CREAT = 0x40;
const EXCL = 0x80;
const TRUNC = 0x200;
const DIRECTORY = 0x10000;
const NOFOLLOW = 0x20000;
const NOATIME = 0x40000;
/** Where a directory stands once all of it was told. */
const LISTING_END = 0x7fffffff;

/** Operations on descriptors. */
export class OpenModel extends ModelSession {
  /** open */
  open([slot, start, word, flagsWord, modeWord]: Operation): number {
    const given = numberOf(flagsWord);
    const flags = (given & O.PATH) !== 0 ? given & (O.PATH | DIRECTORY | NOFOLLOW) : given;
    const isCreating = (flags & CREAT) !== 0;
    if (isCreating && (flags & DIRECTORY) !== 0) refuse("EINVAL");
    if ((flags & O.TMPFILE) !== 0 && (flags & 3) === 0) refuse("EINVAL");
    const mode = numberOf(modeWord) & 0o7777;
    const node = (flags & O.TMPFILE) !== 0
      ? this.openUnnamed(start, word, mode)
      : this.openNamed(start, textOf(word), flags, mode);
    this.slots[numberOf(slot)] = new ModelFile(node, flags);
    return 0;
  }

  /** O_TMPFILE. */
  protected openUnnamed(start: string, word: string, mode: number): ModelNode {
    const directory = this.find(start, word);
    if (directory.kind !== "d") refuse("ENOTDIR");
    if (directory.isDead) refuse("ENOENT");
    directory.demand(this.user, 3);
    return this.unnamed("f", directory, mode & ~this.mask);
  }

  /** Opens by a name, made as needed. */
  protected openNamed(start: string, path: string, flags: number, mode: number): ModelNode {
    const walk = new ModelWalk(this.root, this.user);
    let from = this.start(start, path);
    let wantsDirectory = (flags & DIRECTORY) !== 0;
    for (let rest = path;;) {
      const end = walk.end(from, rest);
      if (end.name === "" || isSpecial(end.name)) {
        return this.opened(walk.find(from, rest, true), undefined, flags, wantsDirectory);
      }
      if (end.hasSlash && (flags & CREAT) !== 0) refuse("EISDIR");
      wantsDirectory ||= end.hasSlash;
      const found = end.directory.entry(end.name);
      if (found === undefined) {
        if ((flags & CREAT) === 0) refuse("ENOENT");
        end.directory.demand(this.user, 3);
        return this.make("f", end, mode);
      }
      const stops = (flags & NOFOLLOW) !== 0 || (flags & (CREAT | EXCL)) === (CREAT | EXCL);
      const follows = found.kind === "l" && (end.hasSlash || !stops || wantsDirectory && isSlashed(path));
      if (!follows) return this.opened(found.over ?? found, end.directory, flags, wantsDirectory);
      rest = walk.link(found);
      from = end.directory;
    }
  }

  /** Checks that a node may be opened so. */
  protected opened(
    node: ModelNode,
    directory: ModelNode | undefined,
    flags: number,
    wantsDirectory: boolean,
  ): ModelNode {
    const isDirectory = node.kind === "d";
    if ((flags & CREAT) !== 0) {
      if ((flags & EXCL) !== 0) refuse("EEXIST");
      if (isDirectory) refuse("EISDIR");
      const isShared = directory !== undefined && (directory.mode & 0o1002) === 0o1002;
      const isKnown = node.uid === directory?.uid || node.uid === this.user.uid;
      if (node.kind === "l" && isShared && !isKnown) refuse("EACCES");
    }
    if (wantsDirectory && !isDirectory) refuse("ENOTDIR");
    if ((flags & O.PATH) !== 0) return node;
    if (node.kind === "l") refuse("ELOOP");
    const wanted = [4, 2, 6, 6][flags & 3] | ((flags & TRUNC) !== 0 ? 2 : 0);
    if (isDirectory && (wanted & 2) !== 0) refuse("EISDIR");
    node.demand(this.user, wanted);
    if ((flags & NOATIME) !== 0 && !this.owns(node)) refuse("EPERM");
    if ((flags & TRUNC) !== 0) {
      loseBits(node, this.user);
      resize(node, 0);
    }
    return node;
  }

  /** close */
  close([slot]: Operation): number {
    this.file(slot);
    this.slots[numberOf(slot)] = undefined;
    return 0;
  }

  /** read */
  read([slot, offset, count]: Operation): string {
    const file = this.used(slot);
    if (!file.isReadable) refuse("EBADF");
    if (file.node.kind === "d") refuse("EISDIR");
    const bytes = readBytes(file.node, numberOf(offset), numberOf(count));
    let hash = 0x811c9dc5;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    return `${bytes.length} ${(hash >>> 0).toString(16).padStart(8, "0")}`;
  }

  /** write and append */
  write(slot: string, offset: number | undefined, countWord: string, seed: string): number {
    const file = this.used(slot);
    if (!file.isWritable) refuse("EBADF");
    const count = numberOf(countWord);
    if (count === 0) return 0;
    const at = (file.flags & O.APPEND) !== 0 ? file.node.size : offset ?? file.position;
    loseBits(file.node, this.user);
    writeBytes(file.node, at, count, numberOf(seed));
    if (offset === undefined) file.position = at + count;
    return count;
  }

  /** lseek */
  lseek([slot, offsetWord, whenceWord]: Operation): number {
    const file = this.used(slot);
    const [offset, whence] = [numberOf(offsetWord), numberOf(whenceWord)];
    if (whence > 4) refuse("EINVAL");
    if (file.node.kind === "d" && whence > 1) refuse("EINVAL");
    return seek(file, offset, whence);
  }

  /** ftruncate and truncate, of a file that may be written */
  cut(node: ModelNode, size: number): number {
    loseBits(node, this.user);
    resize(node, size);
    return 0;
  }

  /** ftruncate */
  ftruncate([slot, size]: Operation): number {
    if (numberOf(size) < 0) refuse("EINVAL");
    const file = this.used(slot);
    if (file.node.kind !== "f" || !file.isWritable) refuse("EINVAL");
    return this.cut(file.node, numberOf(size));
  }

  /** truncate */
  truncate([path, size]: Operation): number {
    if (numberOf(size) < 0) refuse("EINVAL");
    const node = this.find("-1", path);
    if (node.kind === "d") refuse("EISDIR");
    node.demand(this.user, 2);
    return this.cut(node, numberOf(size));
  }

  /** fallocate */
  fallocate([slot, mode, offset, size]: Operation): number {
    const file = this.used(slot);
    if (!file.isWritable) refuse("EBADF");
    allocate(file.node, numberOf(mode), numberOf(offset), numberOf(size));
    loseBits(file.node, this.user);
    return 0;
  }

  /** list */
  list([slot]: Operation): string {
    const file = this.used(slot);
    file.position = 0;
    if (file.node.kind !== "d") refuse("ENOTDIR");
    if (file.node.isDead) refuse("ENOENT");
    file.position = LISTING_END;
    const names = [...file.node.entries].reverse().map(([name, { kind }]) => `${name}/${LISTED[kind]}`);
    return [names.length, ...names].join(" ");
  }
}

function isSlashed(path: string): boolean {
  return path.endsWith("/");
}
