/**
 * Mounting: a new file system with an empty root directory, over a directory that exists (fs/namespace.c: do_new_mount).
 *
 *   MC1  What the covered directory holds is out of reach while it is covered.
 */

import { FILE_DIRECTORY, type Transaction } from "@palimpsest/kernel";
import { namesOf } from "./names.ts";
import { pathOfDirectory } from "./full_path.ts";

/** What to mount. */
export interface MountMaking {
  /** FS_* of the kernel. */
  readonly fileSystem: number;
  /** The directory to cover; 0 for the root of everything, which must be mounted first. */
  readonly point: number;
  /** What is mounted, as /proc/mounts tells it. */
  readonly source: string;
  /** Permission bits of the root directory. */
  readonly mode?: number;
}

const USUAL_ROOT_MODE = 0o755;

/** Mounts an empty file system; its root directory. */
export function mountFileSystem(tx: Transaction, making: MountMaking): number {
  const { fileSystem, point, source, mode = USUAL_ROOT_MODE } = making;
  const names = namesOf(tx.state);
  const mount = (names.mounts.at(-1)?.number ?? 0) + 1;
  const root = tx.state.counters.inode + 1;
  tx.emit({
    kind: "inodeNew",
    inode: root,
    fileKind: FILE_DIRECTORY,
    fileSystem,
    sizeBytes: 0,
    mode,
    links: 2,
    unknownStorage: false,
    name: point === 0 ? "/" : pathOfDirectory(tx.state, point),
  });
  tx.emit({ kind: "inodeAttributes", inode: root, uid: 0, gid: 0, device: 0 });
  const { now } = tx;
  tx.emit({ kind: "inodeTimes", inode: root, accessed: now, modified: now, changed: now });
  tx.emitForeign({ kind: "directoryNew", directory: root, parent: root, name: "", mount });
  tx.emitForeign({ kind: "mountPut", mount, fileSystem, point, root, source });
  return root;
}
