/**
 * A machine with a tree of directories: the mounts and directories that are there before the first process runs.
 *
 *      /          tmpfs                       /dev      devices
 *      /tmp       tmpfs, sticky               /dev/shm  tmpfs, sticky
 *      /disk      where programs start        /proc     processes
 *      /disk/bin  programs                    /bin      a link to them
 */

import {
  FILE_DIRECTORY,
  FILE_SYMLINK,
  FS_DEVTMPFS,
  FS_EXT4,
  FS_PROC,
  FS_TMPFS,
  type Transaction,
} from "@palimpsest/kernel";
import { syncDisk } from "./disk/port.ts";
import { furnishDevices } from "./dev/furnish_devices.ts";
import { mountFileSystem } from "./names/mount_changes.ts";
import { addName, makeInode } from "./names/name_changes.ts";
import { namesOf } from "./names/names.ts";

/** The superuser, who makes what is there from the start. */
const ROOT_SUBJECT = { uid: 0, gid: 0, groups: [] };

/** Where programs are: on the disk, so that their pages may leave memory. */
export const PROGRAMS_FOLDER = "/disk/bin";

/** A mount of every machine with a tree. */
interface UsualMount {
  readonly name: string;
  readonly fileSystem: number;
  readonly source: string;
  readonly mode: number;
}

const MOUNTS: readonly UsualMount[] = [
  { name: "tmp", fileSystem: FS_TMPFS, source: "tmpfs", mode: 0o1777 },
  { name: "dev", fileSystem: FS_DEVTMPFS, source: "devtmpfs", mode: 0o755 },
  { name: "proc", fileSystem: FS_PROC, source: "proc", mode: 0o555 },
  { name: "disk", fileSystem: FS_EXT4, source: "/dev/vda", mode: 0o755 },
];

/** Where programs stand that are told nothing else: the root of the disk, which belongs to the user that they act for. */
export const HOME_PATH = "/disk";

/** Mounts what every machine with a tree has, in the open event; the root directory. `uid` owns /disk. */
export function furnishTree(tx: Transaction, { uid = 0 }: { readonly uid?: number } = {}): number {
  const root = mountFileSystem(tx, { fileSystem: FS_TMPFS, point: 0, source: "tmpfs" });
  for (const { name, ...mount } of MOUNTS) {
    const top = mountFileSystem(tx, { ...mount, point: makeDirectory(tx, root, name) });
    if (mount.fileSystem === FS_DEVTMPFS) furnishDevices(tx, top);
    const isOwned = uid !== 0 && `/${name}` === HOME_PATH;
    if (isOwned) tx.emit({ kind: "inodeAttributes", inode: top, uid, gid: uid, device: 0 });
  }
  mountSharedMemory(tx);
  linkPrograms(tx, root);
  syncDisk(tx);
  return root;
}

/** Makes /bin, a link to the directory of programs, which is there as soon as a program is. */
function linkPrograms(tx: Transaction, root: number): void {
  const link = {
    fileKind: FILE_SYMLINK,
    mode: 0o777,
    subject: ROOT_SUBJECT,
    target: PROGRAMS_FOLDER.slice(1),
  };
  addName(tx, root, "bin", makeInode(tx, root, "bin", link));
}

/** Mounts /dev/shm, where shm_open() makes its files. */
function mountSharedMemory(tx: Transaction): void {
  const devices = namesOf(tx.state).mounts.find(({ fileSystem }) => fileSystem === FS_DEVTMPFS)!;
  const point = makeDirectory(tx, devices.root, "shm");
  mountFileSystem(tx, { fileSystem: FS_TMPFS, point, source: "tmpfs", mode: 0o1777 });
}

/** Makes a directory that everybody may search; its inode. */
export function makeDirectory(tx: Transaction, directory: number, name: string, mode = 0o755): number {
  const inode = makeInode(tx, directory, name, { fileKind: FILE_DIRECTORY, mode, subject: ROOT_SUBJECT });
  addName(tx, directory, name, inode);
  return inode;
}
