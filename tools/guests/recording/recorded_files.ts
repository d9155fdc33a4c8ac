/**
 * The files of a recording: what its header and its opens say exists, as inodes of the machine.
 *
 * RF1. A path is one inode as long as it is not replaced; two opens of it share its page cache.
 * RF2. A file of the header has the size given there. The size of any other file that existed is not known.
 * RF3. Special mappings ([vdso], [vvar] …) are the kernel's own memory: a device file each, mapped page by page.
 */

import {
  FILE_DEVICE,
  FILE_OPAQUE,
  FILE_REGULAR,
  FS_EXT4,
  FS_NONE,
  FS_TMPFS,
  type Machine,
  PAGE_SIZE,
} from "@palimpsest/kernel";

type Emit = (effect: {
  kind: "inodeNew";
  inode: number;
  fileKind: number;
  fileSystem: number;
  sizeBytes: number;
  mode: number;
  links: number;
  unknownStorage: boolean;
  name: string;
}) => void;

/**
 * The size that a file of unknown size is given: larger than any that is mapped, so that a mapping of it never ends
 * before its VMA does.
 */
export const UNKNOWN_SIZE_BYTES = 2 ** 40;

/** What is known of a file when it is first met. */
export interface FileDescription {
  readonly path: string;
  readonly fileKind: number;
  readonly fileSystem: number;
  readonly sizeBytes: number;
  /** The file existed before the recording: its bytes are not known. */
  readonly existed: boolean;
}

/** The inodes of a recording's files, by path. */
export class RecordedFiles {
  private readonly inodes = new Map<string, number>();
  private readonly sized = new Set<number>();

  /** The inode of a path, if it was met. */
  inodeAt(path: string): number | undefined {
    return this.inodes.get(path);
  }

  /** Whether the size of an inode is known. */
  isSizeKnown(inode: number): boolean {
    return this.sized.has(inode);
  }

  /** From now on the size of an inode is known (it was cut, or created). */
  knowSize(inode: number): void {
    this.sized.add(inode);
  }

  /** Makes the inode of a file, or gives the one that its path has. */
  inodeFor(machine: Machine, emit: Emit, file: FileDescription): number {
    const known = this.inodes.get(file.path);
    if (known !== undefined) return known;
    const inode = machine.state.counters.inode + 1;
    emit({
      kind: "inodeNew",
      inode,
      fileKind: file.fileKind,
      fileSystem: file.fileSystem,
      sizeBytes: file.sizeBytes,
      mode: 0o644,
      links: 1,
      unknownStorage: file.existed,
      name: file.path,
    });
    this.inodes.set(file.path, inode);
    return inode;
  }
}

/** A file of the header. */
export function headerFile(path: string, sizeBytes: number): FileDescription {
  return { path, sizeBytes, fileKind: FILE_REGULAR, fileSystem: FS_EXT4, existed: true };
}

/** A special mapping of an image: memory of the kernel behind a name in brackets. */
export function specialFile(name: string, pageCount: number): FileDescription {
  const sizeBytes = pageCount * PAGE_SIZE;
  return { path: name, sizeBytes, fileKind: FILE_DEVICE, fileSystem: FS_NONE, existed: true };
}

/** A file that a call opened, by what the recorder said of it. */
export function openedFile(
  path: string,
  fileSystem: string | undefined,
  isDirectory: boolean,
): FileDescription {
  const isDisk = fileSystem === "ext4";
  const isRegular = !isDirectory && (isDisk || (fileSystem === "tmpfs" && !path.startsWith("/dev/")));
  return {
    path,
    sizeBytes: isRegular ? UNKNOWN_SIZE_BYTES : 0,
    fileKind: isRegular ? FILE_REGULAR : FILE_OPAQUE,
    fileSystem: isRegular ? (isDisk ? FS_EXT4 : FS_TMPFS) : FS_NONE,
    existed: true,
  };
}
