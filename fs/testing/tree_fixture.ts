/**
 * A small machine with a tree of directories, for tests of the calls on names: given a tree, when a call is made, then its result
 * and the tree.
 *
 *   TF1  After every event the tree is checked (check_names.ts), and the event is replayed (FileFixture, FF1).
 */

import { FileFixture } from "../../kernel/testing/file_fixture.ts";
import { type CallArguments, type Credentials, SUPERUSER } from "@palimpsest/kernel";
import { fsPart } from "../boot.ts";
import { furnishTree } from "../furnish_tree.ts";
import { inodeAt } from "../furnish.ts";
import { checkNames } from "../names/check_names.ts";
import { namesOf } from "../names/names.ts";

/** A machine with one process, which is the superuser, stands at the root and has no descriptors. */
export class TreeFixture extends FileFixture {
  /** The usual mounts (furnish_tree.ts) and nothing in them. */
  constructor() {
    super([fsPart]);
    this.during((tx) => furnishTree(tx));
  }

  /** Makes a call of the process, and checks the tree after it. */
  override call(name: string, args: CallArguments = {}): number {
    const result = super.call(name, args);
    checkNames(this.state);
    return result;
  }

  /** Lets the process act for a user from now on, whose group has the same number. */
  become(uid: number, groups: readonly number[] = []): void {
    const ids = { uid, effectiveUid: uid, savedUid: uid, gid: uid, effectiveGid: uid, savedGid: uid, groups };
    const credentials: Credentials = uid === 0 ? SUPERUSER : ids;
    this.setup([{ kind: "processCredentials", process: this.pid, ...credentials }]);
  }

  /** The inode at a path; 0 when there is none. */
  inodeAt(path: string): number {
    return inodeAt(this.machine, path) ?? 0;
  }

  /** The names in the directory at a path, sorted. */
  list(path: string): string[] {
    const directory = namesOf(this.state).directory(this.inodeAt(path));
    return [...directory?.entries() ?? []].map(({ name }) => name).sort();
  }
}
