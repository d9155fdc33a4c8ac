/**
 * memfd_create(name, flags): a file in memory without a name in any directory.                     memfd_create(2)
 *
 *  Errors, first match wins (mm/memfd.c):
 *    EINVAL  flags that do not exist · MFD_EXEC with MFD_NOEXEC_SEAL · a name of more than 249 bytes
 *    EMFILE  no free descriptor
 *  MFD_HUGETLB is refused (EINVAL): there are no huge pages.
 */

import {
  defineCall,
  EINVAL,
  FILE_REGULAR,
  freeDescriptor,
  FS_TMPFS,
  installDescriptor,
  OPEN,
  SEAL,
  text,
} from "@palimpsest/kernel";

/** Flags of memfd_create, by their Linux values. */
export const MFD = { CLOEXEC: 1, ALLOW_SEALING: 2, NOEXEC_SEAL: 8, EXEC: 16 } as const;

const KNOWN_FLAGS = MFD.CLOEXEC | MFD.ALLOW_SEALING | MFD.NOEXEC_SEAL | MFD.EXEC;
const NAME_BYTES_LIMIT = 249;

/** memfd_create(2). */
export const memfdCreate = defineCall("memfd_create", {
  id: 133,
  doc: "Make a file in memory.",
  arguments: { name: text(), flags: "memfdFlags" },
  decide(tx, { name, flags }) {
    const isContradictory = (flags & MFD.EXEC) !== 0 && (flags & MFD.NOEXEC_SEAL) !== 0;
    if ((flags & ~KNOWN_FLAGS) !== 0 || isContradictory) return -EINVAL;
    if (new TextEncoder().encode(name).length > NAME_BYTES_LIMIT) return -EINVAL;
    const descriptor = freeDescriptor(tx.process);
    if (descriptor < 0) return descriptor;
    const inode = tx.state.counters.inode + 1;
    tx.emit({
      kind: "inodeNew",
      inode,
      fileKind: FILE_REGULAR,
      fileSystem: FS_TMPFS,
      sizeBytes: 0,
      mode: (flags & MFD.NOEXEC_SEAL) !== 0 ? 0o666 : 0o777,
      links: 0,
      unknownStorage: false,
      name: `/memfd:${name}`,
    });
    const maySeal = (flags & (MFD.ALLOW_SEALING | MFD.NOEXEC_SEAL)) !== 0;
    if (maySeal) {
      tx.emit({ kind: "inodeSeals", inode, seals: (flags & MFD.NOEXEC_SEAL) !== 0 ? SEAL.EXEC : 0 });
    }
    const file = tx.state.counters.file + 1;
    tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDWR | OPEN.LARGEFILE });
    return installDescriptor(tx, file, (flags & MFD.CLOEXEC) !== 0);
  },
});
