/**
 * The naive model of files: executes histories (operation.ts) on a tree of objects (model_tree.ts).
 *
 *      ModelSession ◀── OpenModel (descriptors) ◀── NameModel (names) ◀── FileModel (what is known of files, places)
 */

import { loseBits } from "./model_files.ts";
import { NameModel } from "./model_names.ts";
import { type ModelNode, Refusal, refuse } from "./model_tree.ts";
import { numberOf, type Operation, parseOperation } from "./operation.ts";

const TYPES = { d: 0o040000, f: 0o100000, l: 0o120000 } as const;

/** One history. */
export class FileModel extends NameModel {
  private readonly seen: ModelNode[] = [];

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
