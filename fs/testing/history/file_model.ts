/**
 * The naive model of files: executes histories (operation.ts) on a tree of objects (model_tree.ts).
 */

import { allocate, loseBits, ModelFile, O, readBytes, resize, seek, writeBytes } from "./model_files.ts";
import { type ModelEnd, ModelNode, type ModelUser, ModelWalk, Refusal, refuse } from "./model_tree.ts";
import { numberOf, type Operation, parseOperation, SLOT_COUNT, textOf } from "./operation.ts";

const USERS: readonly ModelUser[] = [
  { uid: 0, groups: [0] },
  { uid: 1000, groups: [1000, 3000] },
  { uid: 1001, groups: [1001] },
];
const TYPES = { d: 0o040000, f: 0o100000, l: 0o120000 } as const;
const LISTED = { d: 4, f: 8, l: 10 } as const;
const CREAT = 0x40;
const EXCL = 0x80;
const TRUNC = 0x200;
const DIRECTORY = 0x10000;
const NOFOLLOW = 0x20000;
const NOATIME = 0x40000;
/** Where a directory stands once all of it was told. */
const LISTING_END = 0x7fffffff;

/** One history. */
export class FileModel {
  private readonly root = new ModelNode("d", 0o777, 0, 0, 0);
  private directory = this.root;
  private user = USERS[0];
  private mask = 0;
  private readonly slots = new Array<ModelFile | undefined>(SLOT_COUNT).fill(undefined);
  private readonly seen: ModelNode[] = [];

  /** The tree that a history starts with. */
  constructor() {
    const point = this.add(this.root, "m", new ModelNode("d", 0o755, 0, 0, 0));
    const over = new ModelNode("d", 0o1777, 0, 0, 1);
    this.root.links = 3;
    over.links = 2;
    point.over = over;
    over.under = point;
  }

  /** Executes a line: what it prints. */
  execute(line: string): string {
    const words = parseOperation(line);
    try {
      return String(OPERATIONS[words[0]](this, words.slice(1)));
    } catch (error) {
      if (error instanceof Refusal) return error.errno;
      throw error;
    }
  }

  /** as */
  become([who]: Operation): number {
    this.user = USERS[numberOf(who)];
    return 0;
  }

  /** The open file of a slot. */
  file(slot: string): ModelFile {
    return this.slots[numberOf(slot)] ?? refuse("EBADF");
  }

  /** The same, where a place is not enough. */
  used(slot: string): ModelFile {
    const file = this.file(slot);
    return file.isPath ? refuse("EBADF") : file;
  }

  private start(slot: string, path: string): ModelNode {
    if (path === "") refuse("ENOENT");
    if (path.length > 4095) refuse("ENAMETOOLONG");
    if (path.startsWith("/") || numberOf(slot) < 0) return this.directory;
    const { node } = this.file(slot);
    return node.kind === "d" ? node : refuse("ENOTDIR");
  }

  /** The node that a path leads to. */
  find(slot: string, word: string, follow = true, user = this.user): ModelNode {
    const path = textOf(word);
    return new ModelWalk(this.root, user).find(this.start(slot, path), path, follow);
  }

  /** The node that a path, or an empty one with AT_EMPTY_PATH, leads to. */
  findWith(slot: string, word: string, flags: number, user = this.user): ModelNode {
    const isSelf = textOf(word) === "" && (flags & 0x1000) !== 0;
    if (isSelf) return numberOf(slot) < 0 ? this.directory : this.file(slot).node;
    return this.find(slot, word, (flags & 0x100) === 0, user);
  }

  private end(slot: string, word: string): ModelEnd {
    const path = textOf(word);
    return new ModelWalk(this.root, this.user).end(this.start(slot, path), path);
  }

  /** Where a new name goes; EEXIST when it is there. */
  private fresh(end: ModelEnd, mayHaveSlash: boolean): ModelEnd {
    if (isSpecial(end.name)) refuse("EEXIST");
    if (end.directory.entry(end.name) !== undefined) refuse("EEXIST");
    if (end.hasSlash && !mayHaveSlash) refuse("ENOENT");
    end.directory.demand(this.user, 3);
    return end;
  }

  private add(directory: ModelNode, name: string, node: ModelNode): ModelNode {
    directory.entries.set(name, node);
    node.links += node.kind === "d" ? 2 : 1;
    if (node.kind === "d") {
      node.parent = directory;
      directory.links++;
    }
    return node;
  }

  /** Makes something, with the group of a directory that hands it on. */
  make(kind: "d" | "f" | "l", { directory, name }: ModelEnd, mode: number, target = ""): ModelNode {
    const node = this.unnamed(kind, directory, kind === "l" ? mode : mode & ~this.mask, target);
    return this.add(directory, name, node);
  }

  private unnamed(kind: "d" | "f" | "l", directory: ModelNode, mode: number, target = ""): ModelNode {
    const { uid, groups } = this.user;
    const handsOn = (directory.mode & 0o2000) !== 0;
    const gid = handsOn ? directory.gid : uid;
    let bits = mode;
    if (handsOn && kind === "d") bits |= 0o2000;
    const isForeign = uid !== 0 && !groups.includes(gid);
    if (handsOn && kind === "f" && (mode & 0o2010) === 0o2010 && isForeign) bits &= ~0o2000;
    const node = new ModelNode(kind, bits, uid, gid, directory.mount, target);
    node.size = kind === "l" ? target.length : 0;
    return node;
  }

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

  private openUnnamed(start: string, word: string, mode: number): ModelNode {
    const directory = this.find(start, word);
    if (directory.kind !== "d") refuse("ENOTDIR");
    if (directory.isDead) refuse("ENOENT");
    directory.demand(this.user, 3);
    return this.unnamed("f", directory, mode & ~this.mask);
  }

  private openNamed(start: string, path: string, flags: number, mode: number): ModelNode {
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

  private opened(
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

  private owns(node: ModelNode): boolean {
    return this.user.uid === 0 || this.user.uid === node.uid;
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

  /** mkdir */
  mkdir([start, path, mode]: Operation): number {
    this.make("d", this.fresh(this.end(start, path), true), numberOf(mode) & 0o1777);
    return 0;
  }

  /** mknod */
  mknod([start, path, mode]: Operation): number {
    if ((numberOf(mode) & 0o170000) === TYPES.d) refuse("EPERM");
    this.make("f", this.fresh(this.end(start, path), false), numberOf(mode) & 0o7777);
    return 0;
  }

  /** symlink */
  symlink([target, start, path]: Operation): number {
    if (textOf(target) === "") refuse("ENOENT");
    if (target.length > 4095) refuse("ENAMETOOLONG");
    this.make("l", this.fresh(this.end(start, path), false), 0o777, target);
    return 0;
  }

  private remove({ directory, name }: ModelEnd): void {
    const node = directory.entries.get(name)!;
    directory.entries.delete(name);
    node.links -= node.kind === "d" ? 2 : 1;
    if (node.kind === "d") directory.links--;
  }

  private mayDelete(directory: ModelNode, victim: ModelNode, wantsDirectory: boolean): void {
    directory.demand(this.user, 3);
    const isOwner = this.owns(victim) || this.owns(directory);
    if ((directory.mode & 0o1000) !== 0 && !isOwner) refuse("EPERM");
    if (wantsDirectory && victim.kind !== "d") refuse("ENOTDIR");
    if (!wantsDirectory && victim.kind === "d") refuse("EISDIR");
  }

  /** rmdir and unlink with AT_REMOVEDIR */
  rmdir(start: string, path: string): number {
    const end = this.end(start, path);
    const special = { "": "EBUSY", ".": "EINVAL", "..": "ENOTEMPTY" }[end.name];
    if (special !== undefined) refuse(special);
    const node = end.directory.entry(end.name) ?? refuse("ENOENT");
    this.mayDelete(end.directory, node, true);
    if (node.over !== undefined) refuse("EBUSY");
    if (node.entries.size > 0) refuse("ENOTEMPTY");
    this.remove(end);
    return 0;
  }

  /** unlink */
  unlink([start, path, flags]: Operation): number {
    if (numberOf(flags) === 0x200) return this.rmdir(start, path);
    if (numberOf(flags) !== 0) refuse("EINVAL");
    const end = this.end(start, path);
    if (isSpecial(end.name)) refuse("EISDIR");
    const node = end.directory.entry(end.name) ?? refuse("ENOENT");
    if (end.hasSlash) refuse(node.kind === "d" ? "EISDIR" : "ENOTDIR");
    this.mayDelete(end.directory, node, false);
    this.remove(end);
    return 0;
  }

  /** link */
  link([oldStart, oldPath, start, path, flags]: Operation): number {
    const node = this.find(oldStart, oldPath, (numberOf(flags) & 0x400) !== 0);
    const end = this.end(start, path);
    if (isSpecial(end.name)) refuse("EEXIST");
    if (end.directory.entry(end.name) !== undefined) refuse("EEXIST");
    if (end.hasSlash) refuse("ENOENT");
    if (end.directory.mount !== node.mount) refuse("EXDEV");
    const isSafe = node.kind === "f" && (node.mode & 0o4000) === 0 && (node.mode & 0o2010) !== 0o2010 &&
      node.permits(this.user, 6);
    if (!this.owns(node) && !isSafe) refuse("EPERM");
    end.directory.demand(this.user, 3);
    if (node.kind === "d") refuse("EPERM");
    this.add(end.directory, end.name, node);
    return 0;
  }

  /** rename */
  rename([oldStart, oldPath, newStart, newPath, flagsWord]: Operation): number {
    const flags = numberOf(flagsWord);
    if (flags > 2) refuse("EINVAL");
    const isExchange = flags === 2;
    const from = this.end(oldStart, oldPath);
    const to = this.end(newStart, newPath);
    if (from.directory.mount !== to.directory.mount) refuse("EXDEV");
    if (isSpecial(from.name)) refuse("EBUSY");
    if (isSpecial(to.name)) refuse(flags === 1 ? "EEXIST" : "EBUSY");
    const old = from.directory.entry(from.name) ?? refuse("ENOENT");
    const other = to.directory.entry(to.name);
    if (flags === 1 && other !== undefined) refuse("EEXIST");
    if (isExchange && other === undefined) refuse("ENOENT");
    if (isExchange && to.hasSlash && other!.kind !== "d") refuse("ENOTDIR");
    if (old.kind !== "d" && (from.hasSlash || to.hasSlash && !isExchange)) refuse("ENOTDIR");
    if (from.directory !== to.directory) {
      if (isAbove(old, to.directory)) refuse("EINVAL");
      if (other !== undefined && isAbove(other, from.directory)) refuse(isExchange ? "EINVAL" : "ENOTEMPTY");
    }
    if (old === other) return 0;
    this.mayRename(from, to, old, other, isExchange);
    if (isExchange) this.exchange(from, to, old, other!);
    else this.move(from, to, old, other);
    return 0;
  }

  private mayRename(
    from: ModelEnd,
    to: ModelEnd,
    old: ModelNode,
    other: ModelNode | undefined,
    isExchange: boolean,
  ) {
    this.mayDelete(from.directory, old, old.kind === "d");
    if (other === undefined) to.directory.demand(this.user, 3);
    else this.mayDelete(to.directory, other, (isExchange ? other : old).kind === "d");
    if (from.directory !== to.directory) {
      if (old.kind === "d") old.demand(this.user, 2);
      if (isExchange && other!.kind === "d") other!.demand(this.user, 2);
    }
    if (old.over !== undefined || other?.over !== undefined) refuse("EBUSY");
    if (!isExchange && other !== undefined && other.entries.size > 0) refuse("ENOTEMPTY");
  }

  private move(from: ModelEnd, to: ModelEnd, old: ModelNode, other: ModelNode | undefined): void {
    if (other !== undefined) this.remove(to);
    this.remove(from);
    this.add(to.directory, to.name, old);
  }

  private exchange(from: ModelEnd, to: ModelEnd, old: ModelNode, other: ModelNode): void {
    this.remove(from);
    this.remove(to);
    this.add(from.directory, from.name, other);
    this.add(to.directory, to.name, old);
  }

  /** stat and fstat */
  status(node: ModelNode): string {
    if (!this.seen.includes(node)) this.seen.push(node);
    const { kind, mode, links, uid, gid, size, entries, pages } = node;
    const bytes = kind === "d" ? 40 + 20 * entries.size : size;
    const blocks = kind === "l" ? size < 128 ? 0 : 8 : 8 * pages.size;
    return `${(TYPES[kind] | mode).toString(8)} links ${links} owner ${uid}:${gid} size ${bytes} ` +
      `blocks ${blocks} inode ${this.seen.indexOf(node)}`;
  }

  /** access: the real user is always the superuser. */
  access([start, path, modeWord, flagsWord]: Operation): number {
    const [mode, flags] = [numberOf(modeWord), numberOf(flagsWord)];
    if (mode > 7) refuse("EINVAL");
    const user = (flags & 0x200) !== 0 ? this.user : { uid: 0, groups: this.user.groups };
    this.findWith(start, path, flags, user).demand(user, mode);
    return 0;
  }

  /** chmod and fchmod */
  chmod(node: ModelNode, mode: string): number {
    if (!this.owns(node)) refuse("EPERM");
    const isMember = this.user.uid === 0 || this.user.groups.includes(node.gid);
    node.mode = numberOf(mode) & (isMember ? 0o7777 : 0o5777);
    return 0;
  }

  /** chown and fchown */
  chown(node: ModelNode, uidWord: string, gidWord: string): number {
    const { uid: self, groups } = this.user;
    const [uid, gid] = [numberOf(uidWord), numberOf(gidWord)];
    const isOwner = self === node.uid;
    if (self !== 0) {
      if (uid !== -1 && !(isOwner && uid === node.uid)) refuse("EPERM");
      if (gid !== -1 && !(isOwner && (gid === node.gid || groups.includes(gid)))) refuse("EPERM");
    }
    const before = node.mode;
    loseBits(node, this.user, true);
    if (node.mode !== before && !this.owns(node)) {
      node.mode = before;
      refuse("EPERM");
    }
    if (uid !== -1) node.uid = uid;
    if (gid !== -1) node.gid = gid;
    return 0;
  }

  /** chdir and fchdir */
  moveTo(node: ModelNode): number {
    if (node.kind !== "d") refuse("ENOTDIR");
    node.demand(this.user, 1);
    this.directory = node;
    return 0;
  }

  /** getcwd */
  tellDirectory([size]: Operation): string {
    const parts: string[] = [];
    for (let at = this.directory; at !== this.root;) {
      if (at.isDead) refuse("ENOENT");
      const here = at.under ?? at;
      parts.unshift([...here.parent.entries].find(([, node]) => node === here)![0]);
      at = here.parent;
    }
    const path = `/${parts.join("/")}`;
    return path.length + 1 > numberOf(size) ? refuse("ERANGE") : `${path.length + 1} ${path}`;
  }

  /** umask */
  setMask([mask]: Operation): number {
    const before = this.mask;
    this.mask = numberOf(mask);
    return before;
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

  /** readlink */
  readlink([start, path, size]: Operation): string {
    if (numberOf(size) <= 0) refuse("EINVAL");
    const isSelf = textOf(path) === "" && numberOf(start) >= 0;
    const node = isSelf ? this.file(start).node : this.find(start, path, false);
    if (node.kind !== "l") refuse(isSelf ? "ENOENT" : "EINVAL");
    const text = node.target.slice(0, numberOf(size));
    return `${text.length} ${text}`;
  }

  /** statfs */
  statfs([path]: Operation): string {
    this.find("-1", path);
    return "1021994 255";
  }

  /** utimes */
  setTimes([start, path, accessed, modified, flags]: Operation): number {
    if (numberOf(accessed) === -2 && numberOf(modified) === -2) return 0;
    const node = this.findWith(start, path, numberOf(flags));
    if (this.owns(node)) return 0;
    if (numberOf(accessed) !== -1 || numberOf(modified) !== -1) refuse("EPERM");
    node.demand(this.user, 2);
    return 0;
  }
}

function isSpecial(name: string): boolean {
  return name === "" || name === "." || name === "..";
}

function isSlashed(path: string): boolean {
  return path.endsWith("/");
}

function isAbove(node: ModelNode, below: ModelNode): boolean {
  for (let at = below;; at = at.parent) {
    if (at === node) return true;
    if (at.parent === at) return false;
  }
}

type Execute = (model: FileModel, words: Operation) => string | number;

const OPERATIONS: Readonly<Record<string, Execute>> = {
  as: (model, words) => model.become(words),
  open: (model, words) => model.open(words),
  close: (model, words) => model.close(words),
  read: (model, words) => model.read(words),
  write: (model, [slot, offset, count, seed]) => model.write(slot, numberOf(offset), count, seed),
  append: (model, [slot, count, seed]) => model.write(slot, undefined, count, seed),
  lseek: (model, words) => model.lseek(words),
  ftruncate: (model, words) => model.ftruncate(words),
  truncate: (model, words) => model.truncate(words),
  fallocate: (model, words) => model.fallocate(words),
  mkdir: (model, words) => model.mkdir(words),
  mknod: (model, words) => model.mknod(words),
  rmdir: (model, [path]) => model.rmdir("-1", path),
  unlink: (model, words) => model.unlink(words),
  symlink: (model, words) => model.symlink(words),
  readlink: (model, words) => model.readlink(words),
  link: (model, words) => model.link(words),
  rename: (model, words) => model.rename(words),
  stat: (model, [start, path, flags]) => model.status(model.findWith(start, path, numberOf(flags))),
  fstat: (model, [slot]) => model.status(model.file(slot).node),
  access: (model, words) => model.access(words),
  chmod: (model, [start, path, mode]) => model.chmod(model.find(start, path), mode),
  fchmod: (model, [slot, mode]) => model.chmod(model.used(slot).node, mode),
  chown: (model, [start, path, uid, gid, flags]) =>
    model.chown(model.findWith(start, path, numberOf(flags)), uid, gid),
  fchown: (model, [slot, uid, gid]) => model.chown(model.used(slot).node, uid, gid),
  chdir: (model, [path]) => model.moveTo(model.find("-1", path)),
  fchdir: (model, [slot]) => model.moveTo(model.file(slot).node),
  getcwd: (model, words) => model.tellDirectory(words),
  umask: (model, words) => model.setMask(words),
  list: (model, words) => model.list(words),
  statfs: (model, words) => model.statfs(words),
  utimes: (model, words) => model.setTimes(words),
};
