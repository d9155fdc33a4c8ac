/**
 * The walk along a path, component by component (fs/namei.c: link_path_walk, walk_component, follow_dotdot, step_into).
 *
 *      /a/../b/link/c          start: the root for "/…", else a directory that is given
 *        each component:       the directory must let itself be searched (EACCES), the name be short enough (ENAMETOOLONG)
 *        .                     stays
 *        ..                    the parent; from the root of a mount, that of the directory it covers
 *        name                  ENOENT when there is none; where a mount covers it, the mount's root
 *        a link                is walked in its turn, from where it stands or from the root (ELOOP beyond 40)
 *        what is left          ENOTDIR unless this is a directory
 *
 *   WA1  toParent() stops before the last component: calls that make, remove or rename look at that themselves.
 *   WA2  Trailing slashes ask for a directory, and follow a link.
 *   WA3  A walk changes nothing.
 */

import { EACCES, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, type Process, type State } from "@palimpsest/kernel";
import { kindOfFileSystem } from "./file_system_kind.ts";
import { mountNumbered, ROOT_MOUNT, rootDirectory, topOf } from "./mount.ts";
import { type Names, namesOf } from "./names.ts";
import { fileSystemIn, isDirectory, isErrno, isSymlink, type Node } from "./node.ts";
import { isTooLongName } from "./path_text.ts";
import { MAY_EXECUTE, permission, type Subject, subjectOf } from "./permission.ts";

/** Symbolic links that one walk follows (MAXSYMLINKS). */
const LINKS_LIMIT = 40;

/** What the last component of a path is: a name, `.`, `..`, or nothing (the path is the root). */
export type LastKind = "name" | "dot" | "dotdot" | "root";

/** Where a path stops before its last component. */
export interface Parent {
  /** The directory that the last component is looked up in. */
  readonly directory: Node;
  /** The last component. */
  readonly name: string;
  /** What it is. */
  readonly kind: LastKind;
  /** Whether slashes follow it. */
  readonly hasSlash: boolean;
}

/** One walk on behalf of a process. */
export class Walk {
  private readonly names: Names;
  private readonly pid: number;
  private linkCount = 0;

  /** A walk as a process may do it, or on behalf of somebody else. */
  constructor(
    private readonly state: State,
    process: Pick<Process, "pid" | "credentials">,
    private readonly subject: Subject = subjectOf(process.credentials),
  ) {
    this.names = namesOf(state);
    this.pid = process.pid;
  }

  /** The root of everything. */
  get root(): number {
    return rootDirectory(this.names);
  }

  /** Walks all but the last component of a path that is not empty; -errno when there is no such directory. */
  toParent(start: Node, path: string): Parent | number {
    let directory = path.startsWith("/") ? this.root : start;
    if (!path.startsWith("/") && !isDirectory(this.state, directory)) return -ENOTDIR;
    const components = path.split("/").filter((component) => component !== "");
    const hasSlash = path.endsWith("/");
    if (components.length === 0) return { directory, name: "", kind: "root", hasSlash: false };
    const last = components.pop()!;
    for (const component of components) {
      const next = this.into(directory, component, { follow: true });
      if (isErrno(next)) return next;
      if (!isDirectory(this.state, next)) return -ENOTDIR;
      directory = next;
    }
    const refused = this.searchRefusal(directory);
    if (refused !== 0) return refused;
    const kind = last === "." ? "dot" : last === ".." ? "dotdot" : "name";
    return { directory, name: last, kind, hasSlash };
  }

  /** Walks a whole path that is not empty; -errno when it leads nowhere. */
  to(start: Node, path: string, { follow }: { follow: boolean }): Node | number {
    const parent = this.toParent(start, path);
    return typeof parent === "number" ? parent : this.last(parent, { follow });
  }

  /** Goes the last step. */
  last(parent: Parent, { follow }: { follow: boolean }): Node | number {
    const { directory, name, kind, hasSlash } = parent;
    if (kind === "root") return directory;
    const found = this.step(directory, name, { follow: follow || hasSlash });
    if (isErrno(found) || !hasSlash) return found;
    return isDirectory(this.state, found) ? found : -ENOTDIR;
  }

  /** Goes one component further, which must exist, with the permission for it. */
  private into(directory: Node, name: string, options: { follow: boolean }): Node | number {
    const refused = this.searchRefusal(directory);
    return refused !== 0 ? refused : this.step(directory, name, options);
  }

  /** Goes one component further, which must exist. */
  private step(directory: Node, name: string, { follow }: { follow: boolean }): Node | number {
    if (name === ".") return directory;
    if (name === "..") return this.above(directory);
    const found = this.lookup(directory, name);
    if (found === undefined) return -ENOENT;
    if (isErrno(found) || !follow || !isSymlink(this.state, found)) return found;
    return this.follow(directory, found);
  }

  /** What stands under a name that is neither `.` nor `..`; undefined when nothing does. */
  lookup(directory: Node, name: string): Node | undefined | number {
    if (typeof directory === "number" && this.state.inode(directory).links === 0) {
      return this.synthetic(directory, name);
    }
    if (isTooLongName(name)) return -ENAMETOOLONG;
    if (typeof directory === "number") {
      const entry = this.names.find(directory, name);
      if (entry !== undefined) return topOf(this.names, entry.inode);
    }
    return this.synthetic(directory, name);
  }

  /** What the file system makes up under a name; where names are made up, none can be made: -ENOENT. */
  private synthetic(directory: Node, name: string): Node | undefined {
    const { tree } = kindOfFileSystem(fileSystemIn(this.state, directory));
    return tree === undefined ? undefined : tree.lookup(this.state, directory, name, this.pid) ?? -ENOENT;
  }

  /** Follows a symbolic link that stands in `directory`. */
  follow(directory: Node, link: Node): Node | number {
    const target = this.beginLink(link);
    if (typeof target === "number") return target;
    if (typeof link !== "number" && link.jump !== undefined) return link.jump;
    return this.to(directory, target, { follow: true });
  }

  /** The path in a link, which is about to be followed; -ELOOP when it is one too many, -ENOENT when it is empty. */
  beginLink(link: Node): string | number {
    if (this.linkCount++ >= LINKS_LIMIT) return -ELOOP;
    const target = typeof link === "number" ? this.names.linkTarget(link) : link.target;
    return target === undefined || target === "" ? -ENOENT : target;
  }

  /** Where `..` leads from a directory. */
  private above(directory: Node): Node {
    if (typeof directory !== "number") return directory.parent;
    let from = directory;
    for (;;) {
      const here = this.names.directory(from);
      if (here === undefined) return from;
      const mount = mountNumbered(this.names, here.mount);
      if (mount === undefined || mount.root !== from) return topOf(this.names, here.parent);
      if (mount.number === ROOT_MOUNT || mount.point === 0) return this.root;
      from = mount.point;
    }
  }

  private searchRefusal(directory: Node): number {
    return permission(this.state, this.subject, directory, MAY_EXECUTE) === 0 ? 0 : -EACCES;
  }
}
