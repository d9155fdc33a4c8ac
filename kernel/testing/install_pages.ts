/**
 * A file with known pages, cached, for tests: nobody has it open.
 */

import { PAGE_SIZE } from "../address.ts";
import { CONTENT, insertPages } from "../memory/cache_insert.ts";
import { FILE_REGULAR, FS_EXT4 } from "../state/inode.ts";
import type { MachineFixture } from "./machine_fixture.ts";

/** A file: each page begins with the bytes given for it, and is zero behind them. */
export interface PagesMaking {
  readonly mode: number;
  readonly pages: readonly Uint8Array[];
}

/** Makes the file; its inode. */
export function installPages(fixture: MachineFixture, { mode, pages }: PagesMaking): number {
  return fixture.setUp((tx) => {
    const inode = tx.state.counters.inode + 1;
    const kinds = { fileKind: FILE_REGULAR, fileSystem: FS_EXT4, links: 1, unknownStorage: false };
    const sizeBytes = pages.length * PAGE_SIZE;
    tx.emit({ kind: "inodeNew", inode, ...kinds, sizeBytes, mode, name: "/installed" });
    pages.forEach((bytes, index) => {
      const frame = insertPages(tx, { inode, index, count: 1, content: CONTENT.zeros });
      if (bytes.length > 0) tx.emit({ kind: "bytesWrite", frame, offset: 0, bytes });
    });
    return inode;
  });
}
