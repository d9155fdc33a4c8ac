/**
 * A small machine with a disk, for tests: calls by name, and the power cut at any moment.
 */

import { OPEN } from "@palimpsest/kernel";
import type { FileFixture } from "../../../kernel/testing/file_fixture.ts";
import { fsFixture, openPath } from "../../testing/fs_fixture.ts";
import { type Disk, diskOf } from "../disk.ts";
import type { DiskInode } from "../disk_tree.ts";
import type { DiskPicture } from "../disk_picture.ts";
import { checkJournal, checkPicture } from "../fsck.ts";
import { cutPower } from "../power_cut.ts";

/** The directory of the script language's disk. */
export const DISK_DIRECTORY = 2;

/** A machine with one process and a disk. */
export class DiskFixture {
  /** The machine. */
  readonly fixture: FileFixture = fsFixture();

  /** The disk as it stands. */
  get disk(): Disk {
    return diskOf(this.fixture.state);
  }

  /** Opens a file of the disk, made when it is not there; its descriptor. */
  open(name: string, flags: number = OPEN.RDWR | OPEN.CREAT): number {
    return openPath(this.fixture, `d:${name}`, flags);
  }

  /** Writes bytes at a position. */
  write(fd: number, bytes: Uint8Array | string, position = 0): number {
    return this.fixture.write(
      fd,
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
      position,
    );
  }

  /** Makes a call. */
  call(name: string, args: Record<string, number | string> = {}): number {
    return this.fixture.call(name, args);
  }

  /** The power is cut: what is found, which must be well-formed. */
  cut(seed = 0): DiskPicture {
    const picture = cutPower(this.fixture.state, seed);
    const problems = [...checkJournal(this.fixture.state), ...checkPicture(picture)];
    if (problems.length > 0) throw new Error(`seed ${seed}: ${problems.join("; ")}`);
    return picture;
  }

  /** A file as it is found after a power cut, as text; undefined when there is none. */
  textAfterCut(name: string, seed = 0): string | undefined {
    const picture = this.cut(seed);
    const inode: DiskInode | undefined = picture.find(DISK_DIRECTORY, name);
    return inode === undefined ? undefined : new TextDecoder().decode(picture.bytes(inode).bytes);
  }

  /** What a file may be after a power cut: everything that some seeds show. */
  textsAfterCut(name: string, seeds = 60): Set<string | undefined> {
    return new Set(Array.from({ length: seeds }, (_, seed) => this.textAfterCut(name, seed)));
  }
}
