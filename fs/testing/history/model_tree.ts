/**
 * A naive tree of files, to compare with: objects that point at each other, changed in place, and a walk that is recursive.
 *
 *   MT1  Nothing here is shared with the file system that it is compared with, but the values of flags.
 */

/** Why something fails: the name of an errno, thrown. */
export class Refusal extends Error {
  /** A failure with this errno. */
  constructor(readonly errno: string) {
    super(errno);
  }
}

/** Fails. */
export function refuse(errno: string): never {
  throw new Refusal(errno);
}

/** A user. */
export interface ModelUser {
  readonly uid: number;
  readonly groups: readonly number[];
}

/** Anything that has a name, or had one. */
export class ModelNode {
  links = 0;
  /** Of a directory: what is in it, the oldest first. */
  readonly entries = new Map<string, ModelNode>();
  /** Of a directory: where it is; itself for a root. */
  parent: ModelNode = this;
  /** Of a directory: the root that is mounted over it. */
  over: ModelNode | undefined;
  /** Of a root: the directory that it is mounted over. */
  under: ModelNode | undefined;
  /** Of a file. */
  size = 0;
  /** Of a file: pages that are in memory. */
  readonly pages = new Map<number, Uint8Array>();
  /** Of a file: those of its pages that were only reserved; they count as holes. */
  readonly reserved = new Set<number>();

  /** A directory "d", file "f", or link "l" of a mount. */
  constructor(
    readonly kind: "d" | "f" | "l",
    public mode: number,
    public uid: number,
    public gid: number,
    readonly mount: number,
    readonly target = "",
  ) {}

  /** Whether it was removed while somebody stood in it or had it open. */
  get isDead(): boolean {
    return this.links === 0;
  }

  /** Whether a user may do what the bits of `wanted` say. */
  permits(user: ModelUser, wanted: number): boolean {
    if (user.uid === 0) return this.kind === "d" || (wanted & 1) === 0 || (this.mode & 0o111) !== 0;
    const shift = user.uid === this.uid ? 6 : user.groups.includes(this.gid) ? 3 : 0;
    return ((this.mode >> shift) & wanted) === wanted;
  }

  /** Fails with EACCES unless a user may. */
  demand(user: ModelUser, wanted: number): void {
    if (!this.permits(user, wanted)) refuse("EACCES");
  }

  /** What stands under a name, as it is kept. */
  entry(name: string): ModelNode | undefined {
    if (this.isDead) refuse("ENOENT");
    if (new TextEncoder().encode(name).length > 255) refuse("ENAMETOOLONG");
    return this.entries.get(name);
  }
}

/** Where a path ends: a directory and what is left. */
export interface ModelEnd {
  readonly directory: ModelNode;
  readonly name: string;
  readonly hasSlash: boolean;
}

/** A walk on behalf of a user. */
export class ModelWalk {
  private links = 0;

  /** From the root of everything. */
  constructor(private readonly root: ModelNode, private readonly user: ModelUser) {}

  /** The directory in which the last component stands; that is empty for the root, else may be a dot or two. */
  end(start: ModelNode, path: string): ModelEnd {
    const parts = path.split("/").filter((part) => part.length > 0);
    let at = path.startsWith("/") ? this.root : start;
    if (at.kind !== "d") refuse("ENOTDIR");
    const name = parts.pop();
    if (name === undefined) return { directory: at, name: "", hasSlash: false };
    for (const part of parts) {
      at.demand(this.user, 1);
      at = this.step(at, part, true);
      if (at.kind !== "d") refuse("ENOTDIR");
    }
    at.demand(this.user, 1);
    return { directory: at, name, hasSlash: path.endsWith("/") };
  }

  /** The node at the end of a path. */
  find(start: ModelNode, path: string, follow: boolean): ModelNode {
    const { directory, name, hasSlash } = this.end(start, path);
    if (name === "") return directory;
    const found = this.step(directory, name, follow || hasSlash);
    if (hasSlash && found.kind !== "d") refuse("ENOTDIR");
    return found;
  }

  /** Where a link leads, as a path; counted. */
  link(node: ModelNode): string {
    if (this.links++ === 40) refuse("ELOOP");
    return node.target;
  }

  private step(at: ModelNode, name: string, follow: boolean): ModelNode {
    if (name === ".") return at;
    if (name === "..") return at.under?.parent ?? at.parent;
    const found = at.entry(name) ?? refuse("ENOENT");
    if (found.kind === "l" && follow) return this.find(at, this.link(found), true);
    return found.over ?? found;
  }
}
