/**
 * The calls on names and directories: sys/stat.h, dirent.h and unistd.h.
 *
 * Paths are texts. What a call stores goes to an address: struct stat (offsets ST_MODE, ST_SIZE …), and the bytes of paths.
 *
 *     DIR      | descriptor | next entry | bytes read | 8 bytes each, then entries as getdents64 gives them |   two pages of its own
 *     dirent   inode 0   where the next is 8   length 16   kind 18 (DT_*)   name 19 (DIRENT_NAME)
 */

import { MAP, OPEN, PROT } from "@palimpsest/kernel";
import { FileCalls } from "./files.ts";

const DIRECTORY_BYTES = 8192;
const NEXT_OFFSET = 8;
const END_OFFSET = 16;
const ENTRIES_OFFSET = 24;
const LENGTH_OFFSET = 16;
const LENGTH_MASK = 0xffff;
const AT_FDCWD = -100;

/** Names, directories, and what is known of files. */
export class DirectoryCalls extends FileCalls {
  /** mkdir(2): makes a directory. */
  mkdir(path: string, mode: number): number {
    return this.call("mkdir", { path, mode });
  }

  /** rmdir(2): removes an empty directory. */
  rmdir(path: string): number {
    return this.call("rmdir", { path });
  }

  /** mknod(2): makes a file of the kind that `mode` says (S_IFREG, S_IFIFO, S_IFCHR). */
  mknod(path: string, mode: number, device: number): number {
    return this.call("mknod", { path, mode, device });
  }

  /** link(2): another name for a file. */
  link(oldPath: string, newPath: string): number {
    return this.call("link", { oldPath, newPath });
  }

  /** symlink(2): a name that leads to another path. */
  symlink(target: string, path: string): number {
    return this.call("symlink", { target, path });
  }

  /** readlink(2): stores where a symbolic link leads, without a zero; how many bytes. */
  readlink(path: string, buffer: number, lengthBytes: number): number {
    return this.call("readlink", { path, buffer, lengthBytes });
  }

  /** renameat2(2) from the working directory: `flags` are RENAME_NOREPLACE or RENAME_EXCHANGE. */
  renameat2(oldFd: number, oldPath: string, newFd: number, newPath: string, flags: number): number {
    return this.call("renameat2", { oldFd, oldPath, newFd, newPath, flags });
  }

  /** stat(2): stores what is known of a file at `status`, a struct stat. */
  stat(path: string, status: number): number {
    return this.call("stat", { path, status });
  }

  /** lstat(2): the same, but of a link itself. */
  lstat(path: string, status: number): number {
    return this.call("lstat", { path, status });
  }

  /** fstat(2): the same of an open file. */
  fstat(fd: number, status: number): number {
    return this.call("fstat", { fd, status });
  }

  /** statfs(2): stores what is known of a file system at `buffer`, a struct statfs. */
  statfs(path: string, buffer: number): number {
    return this.call("statfs", { path, buffer });
  }

  /** access(2): 0 when the real user may do what the bits of `mode` say (F_OK, R_OK, W_OK, X_OK). */
  access(path: string, mode: number): number {
    return this.call("faccessat", { directoryFd: AT_FDCWD, path, mode });
  }

  /** chmod(2): sets permission bits. */
  chmod(path: string, mode: number): number {
    return this.call("chmod", { path, mode });
  }

  /** fchmod(2): sets those of an open file. */
  fchmod(fd: number, mode: number): number {
    return this.call("fchmod", { fd, mode });
  }

  /** chown(2): gives a file to a user and a group; -1 leaves either. */
  chown(path: string, uid: number, gid: number): number {
    return this.call("chown", { path, uid, gid });
  }

  /** lchown(2): the same for a link itself. */
  lchown(path: string, uid: number, gid: number): number {
    return this.call("lchown", { path, uid, gid });
  }

  /** fchown(2): the same for an open file. */
  fchown(fd: number, uid: number, gid: number): number {
    return this.call("fchown", { fd, uid, gid });
  }

  /** truncate(2): sets a file's size. */
  truncate(path: string, lengthBytes: number): number {
    return this.call("truncate", { path, lengthBytes });
  }

  /** umask(2): the permission bits that new files do not get; the mask before. */
  umask(mask: number): number {
    return this.call("umask", { mask });
  }

  /** chdir(2): relative paths start from another directory. */
  chdir(path: string): number {
    return this.call("chdir", { path });
  }

  /** fchdir(2): the same, of an open directory. */
  fchdir(fd: number): number {
    return this.call("fchdir", { fd });
  }

  /** getcwd(3): stores the path of the working directory; `buffer`, or NULL. */
  getcwd(buffer: number, lengthBytes: number): number {
    return this.call("getcwd", { buffer, lengthBytes }) < 0 ? 0 : buffer;
  }

  /** opendir(3): a directory to be read, or NULL. */
  opendir(path: string): number {
    const fd = this.open(path, OPEN.DIRECTORY | OPEN.CLOEXEC);
    if (fd < 0) return 0;
    const directory = this.anonymousPages(DIRECTORY_BYTES);
    if (directory < 0) {
      this.close(fd);
      return 0;
    }
    this.storeInt(directory, fd);
    return directory;
  }

  /** readdir(3): the next entry of a directory, a struct dirent; NULL at the end (errno as it was) or for an error. */
  readdir(directory: number): number {
    const next = this.loadInt(directory + NEXT_OFFSET);
    if (next < this.loadInt(directory + END_OFFSET)) return this.takeEntry(directory, next);
    const buffer = directory + ENTRIES_OFFSET;
    const fd = this.loadInt(directory);
    const count = this.call("getdents64", { fd, buffer, lengthBytes: DIRECTORY_BYTES - ENTRIES_OFFSET });
    if (count <= 0) return 0;
    this.storeInt(directory + END_OFFSET, count);
    return this.takeEntry(directory, 0);
  }

  /** rewinddir(3): readdir() starts anew. */
  rewinddir(directory: number): void {
    this.lseek(this.loadInt(directory), 0, 0);
    this.storeInt(directory + NEXT_OFFSET, 0);
    this.storeInt(directory + END_OFFSET, 0);
  }

  /** closedir(3): ends the reading. */
  closedir(directory: number): number {
    const result = this.close(this.loadInt(directory));
    this.munmap(directory, DIRECTORY_BYTES);
    return result;
  }

  /** The entry at `next`; the one behind it is the next. */
  private takeEntry(directory: number, next: number): number {
    const entry = directory + ENTRIES_OFFSET + next;
    const lengthBytes = this.loadUnsigned(entry + LENGTH_OFFSET) & LENGTH_MASK;
    this.storeInt(directory + NEXT_OFFSET, next + lengthBytes);
    return entry;
  }

  /** Memory of its own, apart from the heap. */
  private anonymousPages(lengthBytes: number): number {
    return this.mmap(0, lengthBytes, PROT.READ | PROT.WRITE, MAP.PRIVATE | MAP.ANONYMOUS);
  }
}
