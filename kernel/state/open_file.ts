/**
 * An open-file description (struct file): what descriptors and VMAs share.
 */

/** Access mode and status flags of open(2), by their Linux values. */
export const OPEN = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  ACCMODE: 3,
  CREAT: 0x40,
  EXCL: 0x80,
  NOCTTY: 0x100,
  TRUNC: 0x200,
  APPEND: 0x400,
  NONBLOCK: 0x800,
  DSYNC: 0x1000,
  DIRECT: 0x4000,
  LARGEFILE: 0x8000,
  DIRECTORY: 0x10000,
  NOFOLLOW: 0x20000,
  NOATIME: 0x40000,
  CLOEXEC: 0x80000,
  SYNC: 0x101000,
  PATH: 0x200000,
  /** With O_DIRECTORY: O_TMPFILE. */
  TMPFILE: 0x400000,
} as const;

/** Where reading ahead of a disk file stands (struct file_ra_state); pages and their numbers. */
export interface Readahead {
  /** First page of the last window, and its pages. */
  readonly start: number;
  /** How many pages. */
  readonly size: number;
  /** Pages of the window behind its mark: reading the marked page starts the next window. */
  readonly asyncSize: number;
  /** Order of the folios of the last window. */
  readonly order: number;
  /** Where the last read() ended, in bytes; -1 before the first. */
  readonly previousPosition: number;
}

/** Nothing was read yet. */
export const NO_READAHEAD: Readahead = { start: 0, size: 0, asyncSize: 0, order: 0, previousPosition: -1 };

/** One open-file description. */
export class OpenFile {
  /** Position of the next read or write, in bytes. */
  position = 0;
  /** What was read ahead, and where reading was last. */
  readahead: Readahead = NO_READAHEAD;
  /** Descriptors and VMAs that name it. */
  references = 0;

  /** A description owned by `epoch`; `flags` are OPEN's. */
  constructor(public epoch: number, readonly id: number, readonly inode: number, public flags: number) {}

  /** A copy owned by `epoch`. */
  clone(epoch: number): OpenFile {
    // Made like any other, so that the engine sees objects of one shape.
    const copy = Object.assign(new OpenFile(epoch, this.id, this.inode, this.flags), this);
    copy.epoch = epoch;
    return copy;
  }

  /** Whether it may be read (FMODE_READ). */
  get isReadable(): boolean {
    return (this.flags & OPEN.ACCMODE) !== OPEN.WRONLY;
  }

  /** Whether it may be written (FMODE_WRITE). */
  get isWritable(): boolean {
    return (this.flags & OPEN.ACCMODE) !== OPEN.RDONLY;
  }

  /** The fields of the description's digest record; references are derived. */
  digestFields(): number[] {
    const { start, size, asyncSize, order, previousPosition } = this.readahead;
    return [this.inode, this.flags, this.position, start, size, asyncSize, order, previousPosition];
  }
}
